package io.vmalock.biased;

import io.vmalock.Vma;
import io.vmalock.WaitSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A VMA with its id and the two words of its lock, and the accesses that the strategy argues for.
 */
final class BiasedVma extends Vma implements WaitSlot.Readers {
  private static final VarHandle COUNT;
  private static final VarHandle SEQUENCE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COUNT = lookup.findVarHandle(BiasedVma.class, "count", int.class);
      SEQUENCE = lookup.findVarHandle(BiasedVma.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** 64 bits: no id is ever given twice, so none is reused while a slot can hold it. */
  private static final AtomicLong LAST_ID = new AtomicLong(Slots.FREE);

  private static final int APART = (int) (BiasedStrategy.SAMPLE_EVERY * 0.618);

  /** The number that readers publish, since storing a reference costs a collector's barrier. */
  final long id;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private int count;

  /**
   * Written by the mm's one writer only, and compared by readers. A writer that gives up, or that
   * an error stops, stores the field directly: nothing was stored in its section, but a reader that
   * gets in sees the earlier stores (V1), for which release would do. A store to a volatile field
   * needs no stack. So if the writer's own frame makes it, a lack of stack does not leave the VMA
   * write-held; the list forms make it in a call, where it may. All other accesses choose their
   * mode by the VarHandle.
   */
  volatile long sequence;

  BiasedVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
    this.id = nextId();
    // Areas that are read in turns must not all reach their samples at once: neighbours start a
    // golden section of the way between two samples apart.
    COUNT.set(this, (int) id * APART * BiasedStrategy.TICK);
  }

  /** Without order: it only matters that no two VMAs get the same id. */
  private static long nextId() {
    long last;
    do {
      last = LAST_ID.getOpaque();
    } while (!LAST_ID.weakCompareAndSetPlain(last, last + 1));
    return last + 1;
  }

  /** Opaque: an estimate, or the value from which a compare-and-set starts, which checks it. */
  int count() {
    return (int) COUNT.getOpaque(this);
  }

  /** Plain: after the full fence that keeps new readers out, and before an acquire fence. */
  int countOfClosed() {
    return (int) COUNT.get(this);
  }

  /**
   * The number of counted readers, in acquire mode: pairs with the release of those that left (V2).
   */
  @Override
  public int inside() {
    return (int) COUNT.getAcquire(this) & BiasedStrategy.READERS;
  }

  /**
   * Volatile: from here on the last reader to leave gives notice. Setting it twice sets it once, so
   * the remains of an error do no harm.
   */
  void setWaited() {
    COUNT.getAndBitwiseOr(this, BiasedStrategy.WAITED);
  }

  /** Volatile: a writer waits no longer. */
  void clearWaited() {
    COUNT.getAndBitwiseAnd(this, ~BiasedStrategy.WAITED);
  }

  boolean weakCompareAndSetCountRelease(int expected, int count) {
    return COUNT.weakCompareAndSetRelease(this, expected, count);
  }

  /** Volatile. */
  int addToCount(int delta) {
    return (int) COUNT.getAndAdd(this, delta);
  }

  /**
   * Plain: the mm's writer alone stores it. Earlier writers held the mmap lock or, in another mm,
   * detached the VMA by a release that attach acquired.
   */
  long sequenceOfWriter() {
    return (long) SEQUENCE.get(this);
  }

  /** Opaque: an estimate. */
  long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  long sequenceVolatile() {
    return (long) SEQUENCE.getVolatile(this);
  }

  /**
   * Plain: a full fence follows, and up to the fence nothing depends on when readers see this
   * store, nor on whether they see it whole. So a loop over many VMAs compiles to one over plain
   * fields.
   */
  void setSequenceBeforeFence(long sequence) {
    SEQUENCE.set(this, sequence);
  }

  /** Opaque, where no fence follows: whole, and in the section. */
  void setSequence(long sequence) {
    SEQUENCE.setOpaque(this, sequence);
  }

  void setSequenceRelease(long sequence) {
    SEQUENCE.setRelease(this, sequence);
  }
}
