package io.vmalock;

/**
 * A base class for strategies of the usual form, in which a VMA is write-held while its sequence
 * equals its mm's. It has the parts that all such designs share. An author writes the lock itself:
 * the way of a reader in and out, and the way in which a writer keeps readers out.
 *
 * <p>Readers run no code of this class: {@code startRead}, {@code endRead} and their callees belong
 * to the strategy, so that the JVM compiles them for that strategy alone.
 *
 * @param <V> the strategy's class of VMAs
 */
public abstract class SequencedStrategy<V extends SequencedVma> implements VmaLockStrategy {
  /** For the constructor of a strategy. */
  protected SequencedStrategy() {}

  /**
   * Casts a VMA to this strategy's class.
   *
   * @throws NullPointerException if it is null (M4)
   * @throws IllegalArgumentException if another strategy made it: {@link Misuse#foreign} (M4)
   */
  protected abstract V own(Vma vma);

  /**
   * Casts a VMA to this strategy's class, if the calling thread may change it.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is not attached (M2)
   * @throws IllegalArgumentException if it is of another strategy or mm (M4)
   */
  protected final V attached(Mm mm, Vma vma) {
    mm.assertWriteLocked();
    V v = own(vma);
    mm.assertAttached(v);
    return v;
  }

  /**
   * {@inheritDoc}
   *
   * <p>This form creates a plain {@link Mm}, without further fields.
   */
  @Override
  public Mm newMm(Limits limits) {
    if (limits.readers() != Integer.MAX_VALUE
        && !capabilities().contains(Capability.READER_LIMIT)) {
      throw new IllegalArgumentException(
          "strategy "
              + name()
              + " cannot limit readers (to "
              + limits.readers()
              + "): leave Limits.readers at Integer.MAX_VALUE, or choose a strategy with "
              + Capability.READER_LIMIT);
    }
    return new Mm(this, limits);
  }

  /**
   * Makes a detached VMA part of the mm, write-held (L3).
   *
   * <p>This is the first part of the strategy's {@code attach}, which then opens the lock to
   * readers, by a release that publishes the stores made here (V1). Of two mms that attach one VMA,
   * one gets it and the other throws (L2).
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is attached or retired (M2)
   * @throws NullPointerException if either is null (M4)
   * @throws IllegalArgumentException if either is of another strategy (M4)
   */
  protected final V join(Mm mm, Vma vma) {
    V v = own(vma);
    if (mm == null || !getClass().isInstance(mm.strategy())) {
      throw Misuse.foreign(this, mm);
    }
    mm.assertWriteLocked();
    v.joinMm(mm); // or throws: one of two mms wins
    v.setSequence(mm.sequence()); // re-based on this mm, whatever it was (X6)
    return v;
  }

  /**
   * {@inheritDoc}
   *
   * <p>This form stores a fresh sequence, which no section has. It suits a design that keeps
   * readers out by the sequence alone once {@code startWrite} has returned.
   */
  @Override
  public void endWrite(Mm mm, Vma vma) {
    if (!capabilities().contains(Capability.EARLY_END_WRITE)) {
      VmaLockStrategy.super.endWrite(mm, vma); // throws
    }
    V v = attached(mm, vma);
    mm.assertWriteHeld(v);
    // Release: pairs with the second check of startRead, which may let a reader in from here on
    // (V1).
    v.setSequenceRelease(mm.freshSequence());
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    V v = own(vma);
    Mm mm = v.mm();
    return mm != null && v.sequence() == mm.sequence();
  }
}
