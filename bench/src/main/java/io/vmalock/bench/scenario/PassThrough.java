package io.vmalock.bench.scenario;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A control: the SPI with no lock behind it. It measures the framework's own cost, and excludes no
 * thread.
 */
@Strategy(name = PassThrough.NAME, source = "control: the framework without a lock")
public final class PassThrough implements VmaLockStrategy {
  /** Its name in tables. */
  public static final String NAME = "pass-through";

  private static final long HELD = 1;

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.BULK_WRITE, Capability.VMA_REUSE, Capability.END_READ_ELSEWHERE);
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
    return HELD;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    return HELD;
  }

  @Override
  public void endRead(Vma vma, long stamp) {}

  @Override
  public void startWrite(Mm mm, Vma vma) {}

  @Override
  public void attach(Mm mm, Vma vma) {
    vma.joinMm(mm);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    vma.leaveMm();
  }

  /** No reader is known to be inside. */
  @Override
  public void retire(Mm mm, Retirement retirement) {
    retirement.begin(mm);
    retirement.endAtOnce();
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    retirement.assertBegun();
    return retirement.isDrained();
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    Mm mm = vma.mm();
    return mm != null && mm.isWriteLocked();
  }

  @Override
  public int readers(Vma vma) {
    return 0;
  }

  private static final class Area extends Vma {
    Area(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }
}
