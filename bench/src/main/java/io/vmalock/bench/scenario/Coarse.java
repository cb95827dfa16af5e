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
 * A control: the design before per-VMA locks. A reader of an area waits for the mmap lock and holds
 * it for reading, which keeps every writer out, of every area.
 */
@Strategy(name = Coarse.NAME, source = "control: all under the mmap lock")
public final class Coarse implements VmaLockStrategy {
  /** Its name in tables. */
  public static final String NAME = "coarse";

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
    if (mm.isWriteLockedByCurrentThread()) {
      return CONTENDED; // it would wait for itself
    }
    mm.readLock();
    if (vma.isOf(mm)) {
      return HELD;
    }
    mm.readUnlock();
    return DETACHED;
  }

  /** The caller releases its own read lock of the mmap lock, and looks up again without it. */
  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    return vma.isOf(mm) ? CONTENDED : DETACHED;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    Mm mm = vma.mm();
    if (mm == null) {
      throw new IllegalStateException("a held area was detached: " + vma);
    }
    mm.readUnlock();
  }

  /** The mmap lock, held for writing, keeps the readers out. */
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

  /** A thread that opens a section is alone: no reader is inside. */
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
    Mm mm = vma.mm();
    return mm == null ? 0 : mm.readLocks();
  }

  private static final class Area extends Vma {
    Area(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }
}
