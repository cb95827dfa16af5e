package io.vmalock.refcnt;

import io.vmalock.Vma;
import io.vmalock.WaitSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A VMA with the two words of its lock, and the accesses to them that the strategy argues for. */
final class RefcntVma extends Vma implements WaitSlot.Readers {
  private static final VarHandle COUNT;
  private static final VarHandle SEQUENCE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COUNT = lookup.findVarHandle(RefcntVma.class, "count", int.class);
      SEQUENCE = lookup.findVarHandle(RefcntVma.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    // Links the call that an error needs early, because after the error there may be no stack for
    // it.
    new RefcntVma(0, 1, null).clearFlag(RefcntStrategy.WRITER);
  }

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private int count;

  /** Written by the mm's one writer only, and compared by readers. */
  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long sequence;

  RefcntVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
  }

  /** Opaque: the value from which a compare-and-set starts, which checks it, or an estimate. */
  int count() {
    return (int) COUNT.getOpaque(this);
  }

  /**
   * The number of readers inside a flagged VMA, for which a writer waits. Acquire: pairs with their
   * exits (V2).
   */
  @Override
  public int inside() {
    return (int) COUNT.getAcquire(this) - RefcntStrategy.ALONE;
  }

  /** Whether a writer's flag is set; for the one thread that sets flags, so any mode is exact. */
  boolean isFlagged() {
    return (count() & RefcntStrategy.WRITER) != 0;
  }

  int compareAndExchangeCountAcquire(int expected, int count) {
    return (int) COUNT.compareAndExchangeAcquire(this, expected, count);
  }

  boolean weakCompareAndSetCountRelease(int expected, int count) {
    return COUNT.weakCompareAndSetRelease(this, expected, count);
  }

  int addToCountAcquire(int delta) {
    return (int) COUNT.getAndAddAcquire(this, delta);
  }

  /** Volatile. */
  int addToCount(int delta) {
    return (int) COUNT.getAndAdd(this, delta);
  }

  /**
   * Volatile. Setting a flag twice sets it once, so code that finishes an interrupted call need not
   * know how far it came.
   */
  int setFlag(int flag) {
    return (int) COUNT.getAndBitwiseOr(this, flag) | flag;
  }

  /** Without order: nothing was stored since the flag was set. Clearing it twice clears it once. */
  void clearFlag(int flag) {
    COUNT.getAndBitwiseAndAcquire(this, ~flag);
  }

  void setCountRelease(int count) {
    COUNT.setRelease(this, count);
  }

  /** Opaque: for the early check, which a second one follows, and for the writer itself. */
  long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  long sequenceAcquire() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /** Opaque: the release of the count that follows publishes it. */
  void setSequence(long sequence) {
    SEQUENCE.setOpaque(this, sequence);
  }

  void setSequenceRelease(long sequence) {
    SEQUENCE.setRelease(this, sequence);
  }
}
