package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;

import io.vmalock.Mm;
import io.vmalock.Vma;
import org.jspecify.annotations.Nullable;

/** Right until many reads of a quiet VMA make them expect readers; wrong from then on. */
final class WrongWhenWarm {
  private WrongWhenWarm() {}

  /** Knows how often a VMA was read. */
  abstract static class Moody extends Counted {
    private static final int MANY = 128;

    /** Its reads, counted by whoever comes: a few lost ones do no harm. */
    static final class MoodyArea extends Area {
      volatile int reads;

      MoodyArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new MoodyArea(start, end, attachment);
    }

    @Override
    long enter(Mm mm, Area area) {
      MoodyArea moody = (MoodyArea) area;
      moody.reads = Math.min(MANY, moody.reads + 1);
      return super.enter(mm, area);
    }

    static boolean isWarm(Area area) {
      return ((MoodyArea) area).reads >= MANY;
    }
  }

  @Breaks(
      value = X2,
      or = {L4, P2, W5},
      how = "once warm, a writer does not wait for a single reader")
  public static final class WarmDoesNotWait extends Moody {
    @Override
    void await(Mm mm, Area area) {
      if (!isWarm(area) || readers(area) > 1) {
        super.await(mm, area);
      }
    }
  }

  @Breaks(
      value = X3,
      or = {X2, L4, P2, W5},
      how = "once warm, readers get in past a writer that waits")
  public static final class WarmLetsIn extends Moody {
    @Override
    long enter(Mm mm, Area area) {
      int count = area.count.get();
      if (isWarm(area) && count > ALONE && area.count.compareAndSet(count, count + 1)) {
        return HELD;
      }
      return super.enter(mm, area);
    }
  }

  @Breaks(value = P2, how = "once warm, the last reader wakes nobody")
  public static final class WarmDoesNotWake extends Moody {
    @Override
    void leave(Area area) {
      if (isWarm(area)) {
        area.count.decrementAndGet();
      } else {
        super.leave(area);
      }
    }
  }

  @Breaks(
      value = M3,
      unseen = "misuse, which no program contains",
      how = "once warm, an endRead without a hold is believed")
  public static final class WarmBelieves extends Moody {
    @Override
    void assertRead(Area area, long stamp) {
      if (!isWarm(area)) {
        super.assertRead(area, stamp);
      }
    }
  }
}
