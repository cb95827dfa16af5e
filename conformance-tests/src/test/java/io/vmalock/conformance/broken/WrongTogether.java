package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L2;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X7;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

  @Breaks(
      value = X4,
      by = Layer.GENERATED,
      or = {X7, P4, L5, W5, W6, W2},
      how = "a reader whose thread was interrupted is refused")
  public static final class RefusesInterrupted extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      long answer = super.startRead(mm, vma);
      if (answer > 0 && Thread.currentThread().isInterrupted()) {
        leave(own(vma));
        return CONTENDED;
      }
      return answer;
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      how = "who leaves with its thread interrupted wakes nobody")
  public static final class InterruptedWakesNobody extends Counted {
    @Override
    void wake(@Nullable Mm mm) {
      if (!Thread.currentThread().isInterrupted()) {
        super.wake(mm);
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.GENERATED,
      how = "a bulk retire of an interrupted thread does not wait for the last reader's notice")
  public static final class InterruptedRetiresAtOnce extends Counted {
    @Override
    public void retire(Mm mm, List<? extends Retirement> retirements) {
      super.retire(mm, retirements);
      if (Thread.currentThread().isInterrupted()) {
        retirements.forEach(Retirement::endAtOnce);
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      how = "a VMA keeps the thread that waited for it, into another mm with another writer")
  public static final class KeepsFirstWaiter extends Counted {
    /** A VMA that knows who waits for it. */
    private static final class Awaited extends Area {
      final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();

      Awaited(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new Awaited(start, end, attachment);
    }

    private static AtomicReference<@Nullable Thread> waiter(Area area) {
      return ((Awaited) area).waiter;
    }

    @Override
    void await(Mm mm, Area area) {
      if (area.count.get() != alone()) {
        waiter(area).compareAndSet(null, Thread.currentThread());
        super.await(mm, area);
      }
    }

    @Override
    void hold(Mm mm, Area area) {
      waiter(area).set(null); // a detach forgets it
      super.hold(mm, area);
    }

    @Override
    int await(Mm mm, Area area, long nanos) throws InterruptedException {
      waiter(area).set(Thread.currentThread());
      try {
        return super.await(mm, area, nanos);
      } finally {
        waiter(area).set(null);
      }
    }

    @Override
    void leave(Area area) {
      int left = area.count.decrementAndGet();
      if (left == alone()) {
        LockSupport.unpark(waiter(area).get());
      } else if (left == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  @Breaks(
      value = L2,
      by = Layer.MODEL_CHECKER,
      how = "a bulk attach that loses one of its VMAs to another mm keeps those before it")
  public static final class LoserKeepsSome extends Counted {
    @Override
    public void attach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> mm.assertDetached(own(vma)));
      vmas.forEach(vma -> attach(mm, vma));
    }
  }
}
