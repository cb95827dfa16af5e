package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.X1;

import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Waits that are cut short, and leave something behind. */
final class WrongGivingUp {
  private WrongGivingUp() {}

  @Breaks(value = W5, how = "an interrupted writer leaves its flag (kernel bug 7)")
  public static final class LeaksOnInterrupt extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      try {
        return super.tryStartWrite(mm, vma, nanos);
      } catch (InterruptedException e) {
        if (readers(vma) > 0) {
          raise(own(vma));
        }
        throw e;
      }
    }
  }

  @Breaks(value = W5, how = "a writer that is out of time leaves its flag")
  public static final class LeaksOnTimeout extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      int readers = super.tryStartWrite(mm, vma, nanos);
      if (readers > 0) {
        raise(own(vma));
      }
      return readers;
    }
  }

  @Breaks(value = W5, how = "a writer that is out of time always says one reader")
  public static final class AlwaysOneReader extends Counted {
    @Override
    int await(Mm mm, Area area, long nanos) throws InterruptedException {
      return Math.min(1, super.await(mm, area, nanos));
    }
  }

  @Breaks(value = W5, how = "a bulk try that gives up releases what was held before it")
  public static final class BulkReleasesAll extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      int readers = super.tryStartWrite(mm, vmas, nanos);
      if (readers > 0) {
        for (Vma vma : vmas) {
          if (isWriteHeld(vma)) {
            endWrite(mm, vma);
          }
        }
      }
      return readers;
    }
  }

  @Breaks(value = W5, how = "a bulk try that gives up keeps what it took")
  public static final class BulkKeepsAll extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      for (Vma vma : vmas) {
        int readers = tryStartWrite(mm, vma, nanos);
        if (readers > 0) {
          return readers;
        }
      }
      return 0;
    }
  }

  @Breaks(
      value = X1,
      or = {W5},
      how = "a bulk try forgets the last VMA")
  public static final class BulkTryForgetsLast extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      vmas.forEach(vma -> attached(mm, vma)); // refuses what it must, so only the effect is wrong
      return super.tryStartWrite(mm, butLast(vmas), nanos);
    }
  }

  @Breaks(value = W5, how = "startWrite swallows an interrupt")
  public static final class SwallowsInterrupt extends Counted {
    @Override
    void await(Mm mm, Area area) {
      super.await(mm, area);
      Thread.interrupted();
    }
  }

  @Breaks(value = W5, how = "startWrite returns when interrupted, with readers inside")
  public static final class ReturnsOnInterrupt extends Counted {
    @Override
    void await(Mm mm, Area area) {
      Space space = (Space) mm;
      space.waiter = Thread.currentThread();
      while (area.count.get() != ALONE && !Thread.currentThread().isInterrupted()) {
        LockSupport.park(this);
      }
      space.waiter = null;
    }
  }

  @Breaks(
      value = W5,
      or = {P2},
      unseen = "spinning costs time, which it does not measure; the wait ends all the same",
      how = "startWrite spins once it was interrupted")
  public static final class SpinsWhenInterrupted extends Counted {
    @Override
    void await(Mm mm, Area area) {
      Space space = (Space) mm;
      space.waiter = Thread.currentThread();
      while (area.count.get() != ALONE) {
        LockSupport.park(this); // returns at once while the status is set
      }
      space.waiter = null;
    }
  }

  @Breaks(value = W5, how = "tryStartWrite ignores an interrupt from before")
  public static final class IgnoresEarlierInterrupt extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      boolean interrupted = Thread.interrupted();
      int readers = super.tryStartWrite(mm, vma, nanos);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return readers;
    }
  }
}
