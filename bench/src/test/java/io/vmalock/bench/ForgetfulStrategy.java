package io.vmalock.bench;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A wrong strategy: now and then it gives a VMA the attachment of the one before. Otherwise it is
 * the design before per-VMA locks: every reader falls back to the mmap lock.
 */
@Strategy(name = "forgetful", source = "wrong on purpose")
public final class ForgetfulStrategy implements VmaLockStrategy {
  private static final int FORGETS_EACH = 2;

  private final AtomicInteger attached = new AtomicInteger();
  private @Nullable Object last;

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.noneOf(Capability.class);
  }

  @Override
  public Mm newMm(Limits limits) {
    return new Mm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new Vma(start, end, attachment) {};
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    return CONTENDED;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    return 1; // a hold that keeps nothing; CONTENDED would be a full area, for which readers wait
  }

  @Override
  public void endRead(Vma vma, long stamp) {}

  @Override
  public void startWrite(Mm mm, Vma vma) {
    mm.assertWriteLocked();
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    Object own = vma.attachment();
    if (attached.incrementAndGet() % FORGETS_EACH == 0) {
      vma.setAttachment(last);
    }
    last = own;
    vma.joinMm(mm);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    vma.leaveMm();
  }

  /** Nobody is inside: every reader falls back. */
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
    return true;
  }

  @Override
  public int readers(Vma vma) {
    return 0;
  }
}
