package io.vmalock.rwsem;

import io.vmalock.Vma;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A VMA with its semaphore and the sequence of the section that last write-held it. */
final class RwsemVma extends Vma {
  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE = MethodHandles.lookup().findVarHandle(RwsemVma.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final RwSemaphore semaphore = new RwSemaphore();

  /** Written by the mm's one writer only, and compared by readers. */
  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private long sequence;

  RwsemVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
  }

  /** Opaque: for the early check, which a second one follows, and for the writer itself. */
  long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  long sequenceAcquire() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /** Opaque: the release of the semaphore that follows publishes it. */
  void setSequence(long sequence) {
    SEQUENCE.setOpaque(this, sequence);
  }

  void setSequenceRelease(long sequence) {
    SEQUENCE.setRelease(this, sequence);
  }
}
