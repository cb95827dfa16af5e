package io.vmalock.conformance.modelcheck.weaken;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A right strategy without any VarHandle: a reader counts itself in, then looks at the sequence; a
 * writer stores that, then looks at the count, again and again.
 */
@Strategy(name = "announced", source = "for tests")
public final class Announced implements VmaLockStrategy {
  private static final long HELD = 1;

  private static final class Area extends Vma {
    final AtomicInteger readers = new AtomicInteger();
    private volatile long sequence = -1; // odd: no idle mm has it

    Area(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.VMA_REUSE);
  }

  @Override
  public Mm newMm(Limits limits) {
    return new Mm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new Area(start, end, attachment);
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    Area area = (Area) vma;
    if (area.mm() != mm) {
      return DETACHED;
    }
    if (area.sequence == mm.sequence()) {
      return CONTENDED;
    }
    area.readers.incrementAndGet();
    boolean held = area.sequence == mm.sequenceAcquire();
    if (held || !area.isOf(mm)) {
      leave(area);
      return area.mm() == mm ? CONTENDED : DETACHED;
    }
    return HELD;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    mm.assertReadLocked();
    if (vma.mm() != mm) {
      return DETACHED;
    }
    ((Area) vma).readers.incrementAndGet();
    return HELD;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    if (stamp != HELD || readers(vma) == 0) {
      throw Misuse.notHeld(vma, stamp);
    }
    leave((Area) vma);
  }

  private static void leave(Area area) {
    area.readers.decrementAndGet();
    Retirement retirement =
        area.retirementVolatile(); // after the exit, as the retirer looks inside
    if (retirement != null && area.readers.get() == 0) {
      retirement.end();
    }
  }

  @Override
  public void startWrite(Mm mm, Vma vma) {
    mm.assertWriteLocked();
    mm.assertAttached(vma);
    Area area = (Area) vma;
    area.sequence = mm.sequence();
    while (area.readers.get() != 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    vma.joinMm(mm);
    ((Area) vma).sequence = mm.sequence();
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    startWrite(mm, vma);
    vma.leaveMm();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    Area area = (Area) retirement.vma();
    retirement.begin(mm);
    area.sequence = mm.sequence(); // who has looked whose it is before is refused by that
    if (area.readers.get() == 0) {
      retirement.endAtOnce();
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    retirement.assertBegun();
    if (!retirement.isDrained() && readers(retirement.vma()) == 0) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    Mm mm = vma.mm();
    return mm != null && ((Area) vma).sequence == mm.sequence();
  }

  @Override
  public int readers(Vma vma) {
    return ((Area) vma).readers.get();
  }
}
