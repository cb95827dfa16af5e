package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A VMA of the usual form: it has a sequence, and is write-held while its sequence equals its mm's.
 * So the end of a section, which advances the mm's sequence, releases all VMAs at once.
 *
 * <p>A strategy adds the fields of its lock in a subclass, and extends {@link SequencedStrategy}
 * for its methods. The sequence takes 8 bytes. It is the {@code vm_lock_seq} of Linux 6.4.
 */
public abstract class SequencedVma extends Vma {
  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE = MethodHandles.lookup().findVarHandle(SequencedVma.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The number of the section that last write-held this VMA, or the fresh number of a later
   * endWrite; 0, which no mm gives out, in a new VMA. The mm's writer alone stores it, and readers
   * compare it. A direct access is volatile, and serves a writer that gives up or is stopped by an
   * error: such a store calls nothing, so a lack of stack cannot leave the VMA write-held. All
   * other accesses choose their order by the methods.
   */
  public volatile long sequence;

  /** Creates a detached VMA, as {@link Vma#Vma} does. */
  protected SequencedVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
  }

  /**
   * The sequence, opaque: for a reader's early check, which a second one follows, and the writer.
   */
  public final long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  /** The sequence, in acquire mode: for a reader's second check (V1). */
  public final long sequenceAcquire() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /** Stores the sequence, opaque: a release of the lock that follows has to publish it (V1). */
  public final void setSequence(long sequence) {
    SEQUENCE.setOpaque(this, sequence);
  }

  /** Stores the sequence in release mode, which {@link #sequenceAcquire} pairs with (V1). */
  public final void setSequenceRelease(long sequence) {
    SEQUENCE.setRelease(this, sequence);
  }
}
