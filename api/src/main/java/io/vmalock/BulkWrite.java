package io.vmalock;

import java.util.BitSet;
import java.util.List;

/** The bulk form of a timed write lock, for strategies that do not write one. */
final class BulkWrite {
  private BulkWrite() {}

  /** {@link VmaLockStrategy#tryStartWrite(Mm, List, long)}, one VMA after the other. */
  static int oneByOne(VmaLockStrategy strategy, Mm mm, List<? extends Vma> vmas, long nanos)
      throws InterruptedException {
    for (Capability needed : List.of(Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE)) {
      if (!strategy.capabilities().contains(needed)) {
        throw new UnsupportedOperationException(
            "strategy " + strategy.name() + " does not have the capability " + needed);
      }
    }
    mm.assertAllAttached(vmas);
    if (Thread.interrupted()) {
      throw new InterruptedException(); // of no VMAs, too
    }
    long deadline = System.nanoTime() + Math.max(0, nanos);
    BitSet taken = new BitSet(vmas.size());
    boolean all = false;
    try {
      for (int i = 0; i < vmas.size(); i++) {
        Vma vma = vmas.get(i);
        boolean held = strategy.isWriteHeld(vma);
        long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        int readers = strategy.tryStartWrite(mm, vma, left);
        if (readers > 0) {
          return readers;
        }
        taken.set(i, !held);
      }
      all = true;
      return 0;
    } finally {
      if (!all) {
        taken.stream().forEach(i -> strategy.endWrite(mm, vmas.get(i)));
      }
    }
  }
}
