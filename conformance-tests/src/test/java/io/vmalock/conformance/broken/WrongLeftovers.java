package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.broken.WrongTogether.Marked;
import io.vmalock.conformance.broken.WrongTogether.Marking;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The leftovers of a writer in a VMA mislead the next writer. */
final class WrongLeftovers {
  private WrongLeftovers() {}

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4, X1},
      how = "who was alone in a VMA in the section before does not look again")
  public static final class AloneLastTime extends Marking {
    @Override
    public void startWrite(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      if (marked(vma).mark == mm.sequence() - 2 && !isHeld(mm, area)) {
        area.sequence = mm.sequence();
      } else {
        super.startWrite(mm, vma);
        marked(vma).mark = mm.sequence();
      }
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4, X1, W5},
      how = "what a writer gave up is taken for refused to readers by the next section's writer")
  public static final class GivenUpIsRefused extends Marking {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      int readers = super.tryStartWrite(mm, vma, nanos);
      marked(vma).mark = readers > 0 ? mm.sequence() : Marked.NONE;
      return readers;
    }

    @Override
    void await(Mm mm, Area area) {
      if (marked(area).mark == Marked.NONE || marked(area).mark == mm.sequence()) {
        super.await(mm, area);
      }
    }
  }

  @Breaks(
      value = X3,
      by = Layer.GENERATED,
      or = {P2},
      how = "who writes a VMA a second time leaves it to the mark of the first to refuse readers")
  public static final class MarkedOnce extends Marking {
    @Override
    public void startWrite(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      if (isHeld(mm, area)) {
        return;
      }
      if (marked(vma).mark == Marked.NONE) {
        super.startWrite(mm, vma);
        marked(vma).mark = 1;
        return;
      }
      boolean interrupted = false;
      while (true) {
        while (area.count.get() != ATTACHED) {
          LockSupport.parkNanos(this, 20_000);
          interrupted |= Thread.interrupted();
        }
        if (area.count.compareAndSet(ATTACHED, ALONE)) {
          hold(mm, area);
          break;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4, X1},
      how = "a bulk section that found nobody forgets who is inside elsewhere")
  public static final class ForgetsElsewhere extends Marking {
    /** An mm that knows whether any reader came since the last bulk section. */
    private static final class Quiet extends Space {
      volatile boolean used;

      Quiet(ForgetsElsewhere strategy, Limits limits) {
        super(strategy, limits);
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Quiet(this, limits);
    }

    @Override
    long enter(Mm mm, Area area) {
      ((Quiet) mm).used = true;
      return super.enter(mm, area);
    }

    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      Quiet quiet = (Quiet) mm;
      boolean used = quiet.used;
      for (Vma vma : vmas) {
        Area area = own(vma);
        if (!isHeld(mm, area)) {
          raise(area);
          if (used || quiet.used || marked(vma).mark != 1) {
            await(mm, area);
          }
          hold(mm, area);
          marked(vma).mark = 1;
        }
      }
      if (vmas.size() > 1) {
        quiet.used = false;
      }
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4, X1},
      how = "who gave up a hundred times goes in the next time, reader or not")
  public static final class LosesPatience extends Marking {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      int readers = super.tryStartWrite(mm, vma, nanos);
      if (readers > 0) {
        marked(vma).limit++;
      }
      return readers;
    }

    @Override
    void await(Mm mm, Area area) {
      if (marked(area).limit < 100) {
        super.await(mm, area);
      }
      marked(area).limit = 0;
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4, X1},
      how = "who was inside for sixty sections is taken for gone")
  public static final class SixtySectionsAgo extends Marking {
    @Override
    long enter(Mm mm, Area area) {
      marked(area).mark = mm.sequence();
      return super.enter(mm, area);
    }

    @Override
    void await(Mm mm, Area area) {
      if (mm.sequence() - marked(area).mark <= 120) {
        super.await(mm, area);
      }
    }
  }
}
