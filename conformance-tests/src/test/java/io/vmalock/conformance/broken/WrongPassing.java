package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.V1;
import static io.vmalock.conformance.check.Rule.V2;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X5;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bulk detach forgets those who only pass. */
final class WrongPassing {
  private WrongPassing() {}

  /** An mm that knows whether a bulk detach is going on. */
  static final class Busy extends Counted.Space {
    volatile boolean inBulk;

    Busy(Counted strategy, Limits limits) {
      super(strategy, limits);
    }
  }

  /** With such mms. */
  abstract static class KnowsBulk extends Counted {
    @Override
    public Mm newMm(Limits limits) {
      return new Busy(this, limits);
    }

    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      Busy busy = (Busy) mm;
      busy.inBulk = true;
      try {
        vmas.forEach(vma -> detach(mm, vma));
      } finally {
        busy.inBulk = false;
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {L4},
      how = "a reader that only passes does not wake a bulk detach")
  public static final class PasserDoesNotWakeBulk extends KnowsBulk {
    @Override
    void pass(Area area) {
      if (area.mm() instanceof Busy busy && busy.inBulk) {
        area.count.decrementAndGet();
      } else {
        super.pass(area);
      }
    }
  }

  @Breaks(
      value = L4,
      by = Layer.MODEL_CHECKER,
      or = {L5, M3, P6, W2, X1, X2, X4, V1, V2},
      how = "a bulk detach waits for holds, and not for those who pass since")
  public static final class BulkWaitsForHoldsOnly extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      startWrite(mm, vmas);
      for (Vma vma : vmas) {
        Area area = attached(mm, vma);
        area.sequence = sequenceOfDetached(mm);
        area.count.set(0);
        area.leaveMm();
      }
    }
  }

  @Breaks(
      value = L4,
      by = Layer.GENERATED,
      or = {X5, P2},
      how = "a bulk detach takes the last one inside for one who passes")
  public static final class TakesLastForPasser extends KnowsBulk {
    private @Nullable Mm last;

    @Override
    int alone() {
      Mm mm = last;
      return mm instanceof Busy busy && busy.inBulk ? ALONE + 1 : ALONE;
    }

    @Override
    void await(Mm mm, Area area) {
      last = mm;
      if (area.count.get() != ALONE) {
        super.await(mm, area);
      }
      last = null;
    }
  }

  /** Counts a reader in before it looks whether the VMA is full, so such a reader passes. */
  abstract static class FullPasses extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      while (true) {
        int count = area.count.get();
        if (count == 0) {
          return DETACHED;
        }
        if (count >= FLAG) {
          return CONTENDED;
        }
        if (area.count.compareAndSet(count, count + 1)) {
          if (count - ATTACHED >= limit(mm)) {
            passFull(area);
            return CONTENDED;
          }
          return HELD;
        }
      }
    }

    abstract void passFull(Area area);
  }

  @Breaks(
      value = P2,
      by = Layer.MODEL_CHECKER,
      or = {L4, R2},
      how = "a reader that passes as the VMA is full wakes nobody")
  public static final class FullWakesNobody extends FullPasses {
    @Override
    void passFull(Area area) {
      if (area.count.decrementAndGet() == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.MODEL_CHECKER,
      how = "a reader that passes as the VMA is full ends no retirement")
  public static final class FullEndsNothing extends FullPasses {
    @Override
    void passFull(Area area) {
      Mm mm = area.mm();
      if (area.count.decrementAndGet() == alone()) {
        wake(mm);
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.MODEL_CHECKER,
      how = "a reader that passes what is write-held does not expect that it is retired by then")
  public static final class HeldIsNotRetired extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      Area area = own(vma);
      if (isHeld(mm, area)) {
        return refusal(mm, area);
      }
      long entered = enter(mm, area);
      if (entered <= 0) {
        return refused(area, entered);
      }
      if (!belongs(mm, area)) {
        pass(area);
        return DETACHED;
      }
      if (isHeldAfterEntry(mm, area)) {
        if (area.count.decrementAndGet() == alone()) {
          wake(mm);
        }
        return CONTENDED;
      }
      return entered;
    }
  }

  @Breaks(
      value = P2,
      by = Layer.MODEL_CHECKER,
      or = {L4},
      how = "who passes under the mmap lock of another mm does not wake a bulk detach")
  public static final class LockedDoesNotWakeBulk extends KnowsBulk {
    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      Area area = own(vma);
      mm.assertReadLocked();
      long entered = enter(mm, area);
      if (entered > 0 && !belongs(mm, area)) {
        if (area.mm() instanceof Busy busy && busy.inBulk) {
          area.count.decrementAndGet();
        } else {
          pass(area);
        }
        return DETACHED;
      }
      return entered > 0 ? entered : refused(area, entered);
    }
  }
}
