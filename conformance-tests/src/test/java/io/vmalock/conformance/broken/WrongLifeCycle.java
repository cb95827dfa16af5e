package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L1;
import static io.vmalock.conformance.check.Rule.L2;
import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.L7;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.X1;

import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** VMAs that come, go and come back wrongly. */
final class WrongLifeCycle {
  private WrongLifeCycle() {}

  @Breaks(value = L1, how = "a reader that finds the VMA detached forgets to leave")
  public static final class ForgetsToLeave extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      long entered = super.enter(mm, area);
      if (entered == DETACHED) {
        area.count.incrementAndGet();
      }
      return entered;
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      Area area = own(vma);
      area.joinMm(mm);
      area.sequence = mm.sequence();
      area.count.incrementAndGet();
    }
  }

  @Breaks(value = L1, how = "a detached VMA is CONTENDED, and sends readers away (kernel bug 16)")
  public static final class DetachedIsContended extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      return Math.max(CONTENDED, super.enter(mm, area));
    }
  }

  @Breaks(value = L2, how = "attach looks, then acts: of two mms both win, the later overwrites")
  public static final class AttachOverwrites extends Counted {
    static final class OwnedArea extends Area {
      volatile @Nullable Mm owner;

      OwnedArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new OwnedArea(start, end, attachment);
    }

    private static @Nullable Mm owner(Area area) {
      return ((OwnedArea) area).owner;
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      mm.assertWriteLocked();
      OwnedArea area = (OwnedArea) own(vma);
      Mm owner = area.owner;
      if (owner != null) {
        throw Misuse.attached(vma, mm, owner);
      }
      Thread.yield(); // for the other mm to look in between
      area.sequence = mm.sequence();
      area.count.set(ATTACHED);
      area.owner = mm;
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      raise(area);
      await(mm, area);
      area.count.set(0);
      ((OwnedArea) area).owner = null;
    }

    @Override
    Area attached(Mm mm, Vma vma) {
      mm.assertWriteLocked();
      Area area = own(vma);
      Mm owner = owner(area);
      if (owner != mm) {
        throw owner == null ? Misuse.detached(vma) : Misuse.otherMm(vma);
      }
      return area;
    }

    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      vmas.forEach(vma -> attached(mm, vma));
      vmas.forEach(vma -> startWrite(mm, vma));
    }

    @Override
    boolean belongs(Mm mm, Area area) {
      return owner(area) == mm;
    }

    @Override
    void leave(Area area) {
      Mm mm = owner(area);
      if (area.count.decrementAndGet() == ALONE) {
        wake(mm);
      }
    }

    @Override
    public boolean isAttached(Vma vma) {
      return owner(own(vma)) != null;
    }

    @Override
    public boolean isWriteHeld(Vma vma) {
      Mm mm = owner(own(vma));
      return mm != null && isHeld(mm, own(vma));
    }
  }

  @Breaks(value = L3, how = "attach lets readers in at once")
  public static final class ReadableAtOnce extends Counted {
    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      own(vma).sequence = mm.sequence() - 1;
    }
  }

  @Breaks(value = L4, how = "detach does not wait for readers")
  public static final class DetachDoesNotWait extends Counted {
    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      area.sequence = mm.sequence();
      area.count.set(0);
      area.leaveMm();
    }
  }

  @Breaks(value = L4, how = "detach waits for readers first, and refuses new ones then")
  public static final class DetachWaitsThenRefuses extends Counted {
    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      while (readers(area) > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(100_000);
      }
      super.detach(mm, vma);
    }
  }

  @Breaks(value = L4, how = "a bulk detach forgets the last VMA")
  public static final class BulkDetachForgetsLast extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      vmas.forEach(vma -> attached(mm, vma));
      butLast(vmas).forEach(vma -> detach(mm, vma));
    }
  }

  @Breaks(value = L5, how = "a full counter is told as DETACHED, so readers look up for ever")
  public static final class FullIsDetached extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      return readers(area) >= limit(mm) ? DETACHED : super.enter(mm, area);
    }
  }

  @Breaks(value = L5, how = "a VMA with a waiting writer is told as DETACHED")
  public static final class AwaitedIsDetached extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      return area.count.get() >= FLAG ? DETACHED : super.enter(mm, area);
    }
  }

  @Breaks(
      value = L5,
      by = Layer.MODEL_CHECKER,
      how = "a reader that loses the VMA on its way in gets an answer that is none of the three")
  public static final class AnswersUnknown extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      boolean wasAttached = area.mm() == mm;
      long entered = super.enter(mm, area);
      return wasAttached && entered == DETACHED ? DETACHED - 1 : entered;
    }
  }

  @Breaks(
      value = L5,
      or = {L1, X1},
      how = "startRead swaps its answers: DETACHED for CONTENDED, and the other way round")
  public static final class SwapsAnswers extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      long answer = super.startRead(mm, vma);
      return answer > 0 ? answer : DETACHED - answer;
    }
  }

  @Breaks(value = L6, how = "readers are let in under any mm")
  public static final class AnyMm extends Counted {
    @Override
    boolean belongs(Mm mm, Area area) {
      return true;
    }
  }

  @Breaks(
      value = L6,
      or = {P2},
      how = "the last reader wakes the mm to which the VMA first belonged (kernel bug 3)")
  public static final class WakesFirstMm extends Counted {
    static final class TracedArea extends Area {
      volatile @Nullable Mm first;

      TracedArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new TracedArea(start, end, attachment);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      TracedArea area = (TracedArea) own(vma);
      if (area.first == null) {
        area.first = mm;
      }
      super.attach(mm, vma);
    }

    @Override
    void leave(Area area) {
      Mm mm = ((TracedArea) area).first;
      if (area.count.decrementAndGet() == ALONE) {
        wake(mm);
      }
    }
  }

  @Breaks(
      value = L7,
      unseen = "no program copies a VMA",
      how = "a copy takes over the lock's words (kernel bug 13)")
  public static final class CopiesLock extends Counted {
    @Override
    public Vma copy(Vma original, long start, long end) {
      Area copy = own(super.copy(original, start, end));
      copy.count.set(own(original).count.get());
      copy.sequence = own(original).sequence;
      return copy;
    }
  }

  @Breaks(value = P6, how = "the limit is not looked at")
  public static final class NoLimit extends Counted {
    @Override
    int limit(Mm mm) {
      return maxReaders();
    }
  }

  @Breaks(value = P6, how = "a full counter is taken for a writer")
  public static final class FullIsWriteHeld extends Counted {
    @Override
    public boolean isWriteHeld(Vma vma) {
      Mm mm = vma.mm();
      return super.isWriteHeld(vma) || (mm != null && readers(vma) >= limit(mm));
    }
  }
}
