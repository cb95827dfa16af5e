package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.P1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P3;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.P7;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Readers that wait, writers that wait for ever. */
final class WrongProgress {
  private WrongProgress() {}

  @Breaks(value = P1, how = "startRead waits until the VMA is no longer write-held")
  public static final class ReaderWaits extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      while (isHeld(mm, own(vma)) && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(100_000);
      }
      return super.startRead(mm, vma);
    }
  }

  @Breaks(value = P1, how = "startRead spins while a writer waits, even for its own hold")
  public static final class ReaderSpins extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      while (area.count.get() >= FLAG && !Thread.currentThread().isInterrupted()) {
        Thread.yield();
      }
      return super.enter(mm, area);
    }
  }

  @Breaks(value = P2, how = "the first of two readers to leave wakes, the last does not")
  public static final class WakesTooEarly extends Counted {
    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      if (area.count.decrementAndGet() == ALONE + 1) {
        wake(mm);
      }
    }
  }

  @Breaks(value = P2, how = "endRead wakes, then counts itself out")
  public static final class WakesBeforeLeaving extends Counted {
    @Override
    void leave(Area area) {
      if (area.count.get() == ALONE + 1) {
        wake(area.mm());
        for (int i = 0; i < 2_000; i++) {
          Thread.onSpinWait(); // for the writer to look in between
        }
      }
      area.count.decrementAndGet();
    }
  }

  @Breaks(value = P2, how = "the end of a hold under the mmap lock wakes nobody")
  public static final class LockedDoesNotWake extends Counted {
    private static final long LOCKED = 2;

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return super.startReadLocked(mm, vma) == HELD ? LOCKED : DETACHED;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      if (stamp == LOCKED) {
        assertRead(own(vma), stamp);
        own(vma).count.decrementAndGet();
      } else {
        super.endRead(vma, stamp);
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.STRESS,
      or = {L4},
      how = "a reader that only passes wakes nobody")
  public static final class PassingDoesNotWake extends Counted {
    @Override
    void pass(Area area) {
      if (area.count.decrementAndGet() == RETIRED + ATTACHED) {
        drained(area); // what it forgets is the writer
      }
    }
  }

  @Breaks(value = P2, how = "the writer registers as waiting after its look")
  public static final class RegistersLate extends Counted {
    @Override
    void await(Mm mm, Area area) {
      boolean interrupted = false;
      while (area.count.get() != ALONE) {
        Thread.yield(); // for the reader to leave in between
        ((Space) mm).waiter = Thread.currentThread();
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Breaks(
      value = P2,
      or = {L4},
      how = "a reader wakes startWrite, but not detach, which waits for another number")
  public static final class DetachIsNotWoken extends Counted {
    /** Whose number of readers is the other one now. */
    private volatile @Nullable Vma leaving;

    @Override
    public int readers(Vma vma) {
      return vma == leaving ? own(vma).count.get() & ~FLAG : super.readers(vma);
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      leaving = vma;
      area.count.addAndGet(FLAG - ATTACHED);
      ((Space) mm).waiter = Thread.currentThread();
      while (area.count.get() != FLAG) {
        LockSupport.park(this);
        Thread.interrupted(); // the kit sends wedged threads home, which would spin here
      }
      ((Space) mm).waiter = null;
      area.sequence = mm.sequence();
      area.count.set(0);
      leaving = null;
      area.leaveMm();
    }
  }

  @Breaks(
      value = P3,
      or = {X3},
      how = "a polite writer takes its flag back now and then")
  public static final class PoliteWriter extends Counted {
    @Override
    void await(Mm mm, Area area) {
      while (area.count.get() != ALONE) {
        lower(area);
        LockSupport.parkNanos(2_000_000);
        raise(area);
      }
    }
  }

  @Breaks(value = P4, how = "startReadLocked refuses what the last section write-held")
  public static final class LockedLooksAtSequence extends Counted {
    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      mm.assertReadLocked();
      boolean justHeld = belongs(mm, own(vma)) && own(vma).sequence == mm.sequence() - 1;
      return justHeld ? CONTENDED : super.startReadLocked(mm, vma);
    }
  }

  @Breaks(value = P7, how = "startReadLocked takes the mmap lock once more")
  public static final class LocksTwice extends Counted {
    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      mm.assertReadLocked();
      try {
        mm.readLockInterruptibly();
      } catch (InterruptedException e) {
        return CONTENDED; // the kit sends wedged threads home
      }
      try {
        return super.startReadLocked(mm, vma);
      } finally {
        mm.readUnlock();
      }
    }
  }

  @Breaks(
      value = P7,
      or = {P1, L3},
      how = "startRead falls back to the mmap lock by itself")
  public static final class FallsBackByItself extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      long stamp = super.startRead(mm, vma);
      if (stamp == CONTENDED && !mm.isWriteLockedByCurrentThread()) {
        try {
          mm.readLockInterruptibly();
        } catch (InterruptedException e) {
          return CONTENDED; // the kit sends wedged threads home
        }
        stamp = startReadLocked(mm, vma);
        mm.readUnlock();
      }
      return stamp;
    }
  }

  @Breaks(
      value = X1,
      by = Layer.STRESS,
      or = {X2, X4, L4, P2, M3},
      how = "the count goes up by a read and a write")
  public static final class LosesCounts extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      int count = area.count.get();
      if (count == 0) {
        return DETACHED;
      }
      if (count >= FLAG || count - ATTACHED >= limit(mm)) {
        return CONTENDED;
      }
      area.count.set(count + 1);
      return HELD;
    }
  }

  @Breaks(value = P2, how = "a wait with a time limit is not registered, so nobody ends it early")
  public static final class TimedIsNotWoken extends Counted {
    @Override
    int await(Mm mm, Area area, long nanos) throws InterruptedException {
      long deadline = System.nanoTime() + Math.max(0, nanos);
      while (area.count.get() != ALONE) {
        long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return area.count.get() - ALONE;
    }
  }

  @Breaks(value = P2, how = "a hold that another thread ends wakes nobody")
  public static final class HandedOverDoesNotWake extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      return byThisThread(super.startRead(mm, vma));
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return byThisThread(super.startReadLocked(mm, vma));
    }

    private static long byThisThread(long stamp) {
      return stamp == HELD ? HELD + Thread.currentThread().getId() : stamp;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      Area area = own(vma);
      assertRead(area, stamp);
      if (stamp == byThisThread(HELD)) {
        leave(area);
      } else {
        area.count.decrementAndGet();
      }
    }
  }
}
