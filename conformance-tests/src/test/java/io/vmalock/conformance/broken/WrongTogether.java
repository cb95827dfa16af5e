package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Each half of it is right: what is wrong takes two features at once. */
final class WrongTogether {
  private WrongTogether() {}

  /** A VMA that remembers something more. */
  static final class Marked extends Counted.Area {
    static final long NONE = Long.MIN_VALUE; // even: no section's

    volatile long mark = NONE;
    volatile int limit;

    Marked(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }

  /** With such VMAs. */
  abstract static class Marking extends Counted {
    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new Marked(start, end, attachment);
    }

    static Marked marked(Vma vma) {
      return (Marked) vma;
    }
  }

  @Breaks(
      value = W6,
      by = Layer.GENERATED,
      or = {X1, W2},
      how = "endWrite of a VMA that a bulk call write-held keeps readers out")
  public static final class BulkOutlivesEndWrite extends Marking {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      super.startWrite(mm, vmas);
      vmas.forEach(vma -> marked(vma).mark = mm.sequence());
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area area = own(vma);
      return belongs(mm, area) && marked(vma).mark == mm.sequence()
          ? CONTENDED
          : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = P6,
      by = Layer.GENERATED,
      or = {X4},
      how = "a VMA keeps the limit of the mm that it came to first")
  public static final class KeepsFirstLimit extends Marking {
    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      if (marked(vma).limit == 0) {
        marked(vma).limit = super.limit(mm);
      }
    }

    @Override
    long enter(Mm mm, Area area) {
      int limit = marked(area).limit;
      while (true) {
        int count = area.count.get();
        if (count == 0) {
          return DETACHED;
        }
        if (count >= FLAG || count - ATTACHED >= limit) {
          return CONTENDED;
        }
        if (area.count.compareAndSet(count, count + 1)) {
          return HELD;
        }
      }
    }
  }

  @Breaks(
      value = M4,
      by = Layer.GENERATED,
      or = {M2},
      how = "a bulk detach finds what is no VMA of its mm only when it comes to it")
  public static final class DetachesUpToStray extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      for (Vma vma : vmas) {
        detach(mm, vma);
      }
    }
  }

  @Breaks(value = W5, by = Layer.GENERATED, how = "a bulk detach loses an interrupt in its wait")
  public static final class BulkDetachLosesInterrupt extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      boolean before = Thread.currentThread().isInterrupted();
      super.detach(mm, vmas);
      if (!before) {
        Thread.interrupted();
      }
    }
  }

  @Breaks(
      value = W5,
      by = Layer.GENERATED,
      or = {P2, X2, X3, X4},
      how = "who is interrupted in a bulk call gives back all but the one it waited for")
  public static final class InterruptedBulkKeepsFlag extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      try {
        return super.tryStartWrite(mm, vmas, nanos);
      } catch (InterruptedException e) {
        if (vmas.size() > 1) {
          for (Vma vma : vmas) {
            if (vma != null && readers(vma) > 0 && own(vma).count.get() < FLAG) {
              raise(own(vma));
              break;
            }
          }
        }
        throw e;
      }
    }
  }

  @Breaks(
      value = W3,
      by = Layer.GENERATED,
      or = {W5, X1, W6, W2},
      how =
          "a bulk try that gives up takes back to before the section, also what endWrite had let go")
  public static final class GivesBackTooMuch extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      int readers = super.tryStartWrite(mm, vmas, nanos);
      if (readers > 0 && vmas.size() > 2) {
        Area first = own(vmas.get(0));
        if (isHeld(mm, first)) {
          first.sequence = mm.freshSequence();
        }
      }
      return readers;
    }
  }

  @Breaks(
      value = L4,
      by = Layer.GENERATED,
      or = {X2, X3, P2},
      how = "a bulk detach does not wait for what was write-held and let go again")
  public static final class BulkDetachTrustsMark extends Marking {
    @Override
    public void endWrite(Mm mm, Vma vma) {
      super.endWrite(mm, vma);
      marked(vma).mark = mm.sequence();
    }

    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      for (Vma vma : vmas) {
        if (marked(vma).mark == mm.sequence()) {
          own(vma).count.set(0);
          own(vma).leaveMm();
        } else {
          detach(mm, vma);
        }
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      how = "a writer that gave up in time stays the one to be woken, for the next writer's thread")
  public static final class WakesWhoGaveUp extends Counted {
    @Override
    void await(Mm mm, Area area) {
      Space space = (Space) mm;
      boolean interrupted = false;
      if (space.waiter == null) {
        space.waiter = Thread.currentThread();
      }
      while (area.count.get() != alone()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (space.waiter == Thread.currentThread()) {
        space.waiter = null;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    int await(Mm mm, Area area, long nanos) throws InterruptedException {
      int readers = super.await(mm, area, nanos);
      if (readers != 0 && nanos > 0) {
        ((Space) mm).waiter = Thread.currentThread();
      }
      return readers;
    }
  }

  @Breaks(
      value = M2,
      by = Layer.GENERATED,
      how = "a bulk attach finds what is retired only when those before it have joined")
  public static final class JoinsUpToRetired extends Counted {
    @Override
    public void attach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      for (Vma vma : vmas) {
        if (own(vma).retirement() == null) {
          mm.assertDetached(own(vma));
        }
      }
      vmas.forEach(vma -> attach(mm, vma));
    }
  }
}
