package io.vmalock.stamped;

import io.vmalock.Vma;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/** A VMA with its StampedLock and the sequence of the section that last write-held it. */
final class StampedVma extends Vma {
  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE = MethodHandles.lookup().findVarHandle(StampedVma.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final StampedLock lock = new StampedLock();

  /**
   * Written by the mm's one writer only, and compared by readers. A writer that gives up, or that
   * an error stops, stores it by name: a store to a volatile field needs no stack, so an error for
   * want of stack cannot leave the VMA write-held. All other accesses choose their mode by the
   * VarHandle.
   */
  volatile long sequence;

  StampedVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
    lock.writeLock(); // as it is whenever the VMA is detached
  }

  /** Opaque: for the early check, which a second one follows, and for the writer itself. */
  long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  long sequenceAcquire() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /** Opaque: the release of the lock that follows publishes it. */
  void setSequence(long sequence) {
    SEQUENCE.setOpaque(this, sequence);
  }

  void setSequenceRelease(long sequence) {
    SEQUENCE.setRelease(this, sequence);
  }
}
