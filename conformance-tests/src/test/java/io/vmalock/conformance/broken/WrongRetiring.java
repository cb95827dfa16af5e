package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.R1;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.R3;
import static io.vmalock.conformance.check.Rule.V2;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.time.Duration;
import java.util.List;

/**
 * VMAs that are retired wrongly. Two notices of one retirement are not among them: {@link
 * Retirement#end} makes them impossible.
 */
final class WrongRetiring {
  private WrongRetiring() {}

  @Breaks(value = R1, how = "retire waits for the readers, as detach does")
  public static final class RetireWaits extends Counted {
    @Override
    public void retire(Mm mm, Retirement retirement) {
      Area area = attached(mm, retirement.vma());
      raise(area);
      await(mm, area);
      lower(area);
      super.retire(mm, retirement);
    }
  }

  @Breaks(value = R1, how = "a retired VMA with a reader inside is CONTENDED")
  public static final class RetiredIsContended extends Counted {
    @Override
    long refused(Area area, long entered) {
      return entered;
    }

    @Override
    boolean belongs(Mm mm, Area area) {
      return super.belongs(mm, area) || area.retirement() != null;
    }
  }

  @Breaks(value = R1, how = "as long as one reader is inside, others get into a retired VMA")
  public static final class AdmitsTillDrained extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      while (true) {
        int count = area.count.get();
        if (count <= RETIRED + ATTACHED) {
          return super.enter(mm, area);
        }
        if (area.count.compareAndSet(count, count + 1)) {
          return HELD;
        }
      }
    }

    @Override
    boolean belongs(Mm mm, Area area) {
      return super.belongs(mm, area) || area.retirement() != null;
    }
  }

  @Breaks(value = R1, how = "the bulk retire forgets the last one")
  public static final class BulkForgetsOne extends Counted {
    @Override
    public void retire(Mm mm, List<? extends Retirement> retirements) {
      retirements.forEach(each -> each.assertMayBegin(mm));
      butLast(retirements).forEach(each -> retire(mm, each));
    }
  }

  @Breaks(value = R2, how = "nobody ends the retirement")
  public static final class NeverEnds extends Counted {
    @Override
    void drained(Area area) {}
  }

  @Breaks(value = R2, how = "the first reader out ends the retirement, not the last")
  public static final class FirstOutEnds extends Counted {
    @Override
    void leave(Area area) {
      super.leave(area);
      drained(area);
    }
  }

  @Breaks(value = R2, how = "retire ends the retirement whoever is inside")
  public static final class EndsAtOnce extends Counted {
    @Override
    public void retire(Mm mm, Retirement retirement) {
      super.retire(mm, retirement);
      retirement.endAtOnce();
    }
  }

  @Breaks(
      value = R2,
      by = Layer.MODEL_CHECKER,
      how = "a reader that only passes is counted, and ends nothing")
  public static final class PasserEndsNothing extends Counted {
    @Override
    void pass(Area area) {
      Mm mm = area.mm();
      if (area.count.decrementAndGet() == alone()) {
        wake(mm);
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.MODEL_CHECKER,
      how = "the last one out looks whether the VMA is retired before it leaves")
  public static final class LooksBeforeLeaving extends Counted {
    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      boolean retired = area.retirement() != null;
      int left = area.count.decrementAndGet();
      if (left == alone()) {
        wake(mm);
      } else if (retired && left == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  @Breaks(
      value = V2,
      by = Layer.MODEL_CHECKER,
      how = "a reader that leaves a retired VMA releases nothing, as no writer waits")
  public static final class LeavesRetiredPlainly extends Counted {
    @Override
    void leave(Area area) {
      int count = area.count.get();
      if (count < RETIRED) {
        super.leave(area);
        return;
      }
      while (!area.count.weakCompareAndSetPlain(count, count - 1)) {
        count = area.count.get();
      }
      if (count - 1 == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  @Breaks(value = R2, how = "a look again misses one reader")
  public static final class LookMissesOne extends Counted {
    @Override
    public boolean lookAgain(Retirement retirement) {
      retirement.assertBegun();
      if (readers(retirement.vma()) <= 1) {
        retirement.end();
      }
      return retirement.isDrained();
    }
  }

  @Breaks(value = R3, how = "exits end nothing, and a look again looks at what it knows already")
  public static final class LookSeesNothing extends Counted {
    @Override
    public Duration noticeDelay() {
      return Duration.ofMillis(1);
    }

    @Override
    void drained(Area area) {}

    @Override
    public boolean lookAgain(Retirement retirement) {
      retirement.assertBegun();
      return retirement.isDrained();
    }
  }

  @Breaks(value = R3, how = "a second may pass until an exit is seen")
  public static final class DelaysTooLong extends Counted {
    @Override
    public Duration noticeDelay() {
      return Duration.ofSeconds(1);
    }
  }

  @Breaks(value = M2, how = "attach of a retired VMA does nothing, and says nothing")
  public static final class SwallowsReattach extends Counted {
    @Override
    public void attach(Mm mm, Vma vma) {
      if (vma.retirement() == null) {
        super.attach(mm, vma);
      }
    }
  }

  @Breaks(value = M2, how = "a bulk retire that is refused has retired the first ones")
  public static final class RefusedInPart extends Counted {
    @Override
    public void retire(Mm mm, List<? extends Retirement> retirements) {
      retirements.forEach(each -> retire(mm, each));
    }
  }

  @Breaks(value = O1, how = "an optimistic read does not see that its VMA was retired")
  public static final class RetiredValidates extends Versioned {
    @Override
    int shut(Area area) {
      int count = super.shut(area);
      version(area).decrementAndGet();
      return count;
    }
  }

  @Breaks(value = O1, how = "a retire shows to optimistic reads only where nobody was inside")
  public static final class ValidatesPastReader extends Versioned {
    @Override
    int shut(Area area) {
      int count = super.shut(area);
      if (count != RETIRED + ATTACHED) {
        version(area).decrementAndGet();
      }
      return count;
    }
  }
}
