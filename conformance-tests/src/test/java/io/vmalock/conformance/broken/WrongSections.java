package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.M5;
import static io.vmalock.conformance.check.Rule.W1;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W4;
import static io.vmalock.conformance.check.Rule.W6;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Write holds that end too early, too late, or at too high a price. */
final class WrongSections {
  private WrongSections() {}

  /** Write holds by a number of the strategy's own, which a mistake can advance. */
  abstract static class OwnEpoch extends Counted {
    abstract AtomicLong epoch(Mm mm);

    @Override
    boolean isHeld(Mm mm, Area area) {
      return mm.isWriteLocked() && area.sequence == epoch(mm).get();
    }

    @Override
    void hold(Mm mm, Area area) {
      area.sequence = epoch(mm).get();
      lower(area);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      own(vma).sequence = epoch(mm).get();
    }

    @Override
    public void endWrite(Mm mm, Vma vma) {
      mm.assertWriteHeld(attached(mm, vma));
      own(vma).sequence = mm.freshSequence();
    }

    @Override
    public void endWriteAll(Mm mm) {
      mm.endSection();
      epoch(mm).addAndGet(2);
    }

    /** An mm with an epoch of its own, always odd. */
    static final class EpochSpace extends Space {
      final AtomicLong epoch;

      EpochSpace(VmaLockStrategy strategy, Limits limits) {
        super(strategy, limits);
        epoch = new AtomicLong(limits.firstSequence() + 1);
      }
    }
  }

  /** An epoch for each mm, not one for all. */
  abstract static class EpochOfMm extends OwnEpoch {
    @Override
    public Mm newMm(Limits limits) {
      return new EpochSpace(this, limits);
    }

    @Override
    AtomicLong epoch(Mm mm) {
      return ((EpochSpace) mm).epoch;
    }
  }

  @Breaks(value = W1, how = "startWrite raises the flag, then returns early and leaves it")
  public static final class FlagBeforeEarlyReturn extends Counted {
    @Override
    public void startWrite(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      raise(area);
      if (!isHeld(mm, area)) {
        await(mm, area);
        hold(mm, area);
      }
    }
  }

  @Breaks(
      value = W2,
      unseen = "a price in time and memory, which it does not measure",
      how = "the section's end walks a list of what it write-holds")
  public static final class ListOfHeld extends Counted {
    static final class ListSpace extends Space {
      final List<Area> held = new ArrayList<>();

      ListSpace(VmaLockStrategy strategy, Limits limits) {
        super(strategy, limits);
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new ListSpace(this, limits);
    }

    @Override
    void hold(Mm mm, Area area) {
      ((ListSpace) mm).held.add(area);
      super.hold(mm, area);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      ((ListSpace) mm).held.add(own(vma));
    }

    @Override
    public void endWriteAll(Mm mm) {
      mm.endSection();
      ((ListSpace) mm).held.clear();
    }
  }

  @Breaks(value = W2, how = "the section's end releases what other mms write-hold")
  public static final class OneEpochForAll extends OwnEpoch {
    private final AtomicLong epoch = new AtomicLong(1);

    @Override
    AtomicLong epoch(Mm mm) {
      return epoch;
    }
  }

  @Breaks(value = W3, how = "detach ends the section's write holds with its own (kernel bug 11)")
  public static final class DetachEndsAll extends EpochOfMm {
    @Override
    public void detach(Mm mm, Vma vma) {
      super.detach(mm, vma);
      epoch(mm).addAndGet(2);
    }
  }

  @Breaks(value = W4, how = "write holds end when the mmap lock is free, not with the section")
  public static final class HeldUntilUnlock extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      long sequence = area.sequence;
      long now = mm.sequenceVolatile();
      // Of the last section, and its downgraded lock is still there.
      return sequence == now || (sequence == now - 1 && mm.readLocks() > 0);
    }
  }

  @Breaks(value = W6, how = "endWrite releases all that the section write-holds")
  public static final class EndWriteEndsAll extends EpochOfMm {
    @Override
    public void endWrite(Mm mm, Vma vma) {
      super.endWrite(mm, vma);
      epoch(mm).addAndGet(2);
    }
  }

  @Breaks(value = W6, how = "endWrite keeps readers out until the section ends")
  public static final class EndWriteReleasesNobody extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      // A VMA that was write-held in this section stays closed while it lasts.
      boolean ended = (area.sequence & 1) == 0 && mm.isWriteLocked();
      return ended ? CONTENDED : super.enter(mm, area);
    }
  }

  @Breaks(value = W6, how = "endWrite puts the number from before back (ABA)")
  public static final class EndWriteRestores extends Versioned {
    @Override
    public void endWrite(Mm mm, Vma vma) {
      super.endWrite(mm, vma);
      version(vma).decrementAndGet();
    }
  }

  @Breaks(
      value = M5,
      unseen = "misuse, which no program contains",
      how = "endWriteAll releases before it looks at who calls")
  public static final class EndsForAnyone extends EpochOfMm {
    @Override
    public void endWriteAll(Mm mm) {
      epoch(mm).addAndGet(2);
      mm.endSection();
    }
  }

  @Breaks(
      value = W1,
      unseen = "no program lists a VMA twice",
      how = "bulk startWrite stops at a VMA that is listed twice")
  public static final class BulkStopsAtTwin extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      vmas.forEach(vma -> attached(mm, vma));
      for (int i = 0; i < vmas.size(); i++) {
        if (i > 2 && vmas.subList(0, i - 1).contains(vmas.get(i))) {
          return;
        }
        startWrite(mm, vmas.get(i));
      }
    }
  }
}
