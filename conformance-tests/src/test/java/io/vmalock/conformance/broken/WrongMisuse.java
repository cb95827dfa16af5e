package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.M1;
import static io.vmalock.conformance.check.Rule.M2;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.M4;
import static io.vmalock.conformance.check.Rule.O1;

import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Misuse that is let through or noticed too late, and optimistic reads that validate too much. */
final class WrongMisuse {
  private WrongMisuse() {}

  @Breaks(
      value = M1,
      unseen = "misuse, which no program contains",
      how = "startWrite does not look at the mmap lock")
  public static final class WritesWithoutLock extends Counted {
    @Override
    Area attached(Mm mm, Vma vma) {
      Area area = own(vma);
      mm.assertAttached(area);
      return area;
    }
  }

  @Breaks(
      value = M2,
      unseen = "misuse, which no program contains",
      how = "attach of what is attached already does nothing")
  public static final class AttachTwiceIsFine extends Counted {
    @Override
    public void attach(Mm mm, Vma vma) {
      mm.assertWriteLocked();
      if (own(vma).mm() != mm) {
        super.attach(mm, vma);
      }
    }
  }

  @Breaks(
      value = M2,
      unseen = "misuse, which no program contains",
      how = "detach of a detached VMA does nothing")
  public static final class DetachTwiceIsFine extends Counted {
    @Override
    public void detach(Mm mm, Vma vma) {
      mm.assertWriteLocked();
      if (own(vma).mm() != null) {
        super.detach(mm, vma);
      }
    }
  }

  @Breaks(
      value = M3,
      unseen = "misuse, which no program contains",
      how = "endRead does not look, and the count drifts")
  public static final class EndReadUnchecked extends Counted {
    @Override
    void assertRead(Area area, long stamp) {}
  }

  @Breaks(
      value = M3,
      unseen = "misuse, which no program contains",
      how = "endRead takes back what startRead refused (kernel bug 5)")
  public static final class EndsRefusedReads extends Counted {
    @Override
    void assertRead(Area area, long stamp) {
      super.assertRead(area, HELD);
    }
  }

  @Breaks(
      value = M3,
      unseen = "misuse, which no program contains",
      how = "endRead ends the hold that has the stamp, of whatever VMA it is")
  public static final class EndsByStamp extends Counted {
    private final AtomicLong next = new AtomicLong(1_000);
    private final Map<Long, Area> holds = new ConcurrentHashMap<>();

    @Override
    public long startRead(Mm mm, Vma vma) {
      return named(own(vma), super.startRead(mm, vma));
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return named(own(vma), super.startReadLocked(mm, vma));
    }

    private long named(Area area, long answer) {
      if (answer <= 0) {
        return answer;
      }
      long stamp = next.getAndIncrement();
      holds.put(stamp, area);
      return stamp;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      Area named = readers(vma) == 0 ? null : holds.remove(stamp);
      if (named == null) {
        throw Misuse.notHeld(vma, stamp);
      }
      leave(named);
    }
  }

  @Breaks(
      value = M3,
      unseen = "misuse, which no program contains",
      how = "endRead subtracts before it looks")
  public static final class SubtractsFirst extends Counted {
    @Override
    public void endRead(Vma vma, long stamp) {
      Area area = own(vma);
      int before = readers(area);
      leave(area);
      if (before == 0 || stamp <= 0) {
        throw Misuse.notHeld(vma, stamp);
      }
    }
  }

  @Breaks(
      value = M4,
      unseen = "misuse, which no program contains",
      how = "a foreign VMA ends in a ClassCastException")
  public static final class CastsForeign extends Counted {
    @Override
    Area own(@Nullable Vma vma) {
      return Objects.requireNonNull((Area) vma, "vma");
    }
  }

  @Breaks(
      value = M4,
      unseen = "misuse, which no program contains",
      how = "startWrite and detach take another mm's VMA")
  public static final class WritesOthersVmas extends Counted {
    @Override
    Area attached(Mm mm, Vma vma) {
      mm.assertWriteLocked();
      Area area = own(vma);
      if (area.mm() == null) {
        throw Misuse.detached(vma);
      }
      return area;
    }
  }

  @Breaks(value = O1, how = "a detach leaves the version")
  public static final class DetachStaysValid extends Versioned {
    @Override
    public void detach(Mm mm, Vma vma) {
      long before = version(vma).get();
      super.detach(mm, vma);
      version(vma).set(before);
    }
  }

  @Breaks(value = O1, how = "an optimistic read begins while the VMA is write-held")
  public static final class BeginsWhileHeld extends Versioned {
    @Override
    public long startOptimistic(Mm mm, Vma vma) {
      return belongs(mm, own(vma)) ? version(vma).get() : DETACHED;
    }
  }

  @Breaks(value = O1, how = "validate looks only whether the VMA is write-held now")
  public static final class ValidatesThePresent extends Versioned {
    @Override
    public boolean validate(Mm mm, Vma vma, long stamp) {
      return stamp > 0 && belongs(mm, own(vma)) && !isHeld(mm, own(vma));
    }
  }

  @Breaks(
      value = O1,
      unseen = "it takes sixteen write holds between two looks, and a program has two",
      how = "the version wraps after a few write holds")
  public static final class NarrowVersion extends Versioned {
    @Override
    public long startOptimistic(Mm mm, Vma vma) {
      long stamp = super.startOptimistic(mm, vma);
      return stamp > 0 ? (stamp & 15) + 1 : stamp;
    }

    @Override
    public boolean validate(Mm mm, Vma vma, long stamp) {
      return (version(vma).get() & 15) + 1 == stamp;
    }
  }

  @Breaks(
      value = M1,
      unseen = "misuse, which no program contains",
      how = "a bulk tryStartWrite out of the section says that all is taken")
  public static final class BulkTryUnchecked extends Counted {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      return mm.isWriteLocked() ? super.tryStartWrite(mm, vmas, nanos) : 0;
    }
  }
}
