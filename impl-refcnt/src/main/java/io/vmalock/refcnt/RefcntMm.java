package io.vmalock.refcnt;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;

/** An mm with one slot to wait for readers; one suffices, because a writer holds the mmap lock. */
final class RefcntMm extends Mm {
  final WaitSlot waitSlot = new WaitSlot();
  final int maxReaders;

  RefcntMm(VmaLockStrategy strategy, Limits limits) {
    super(strategy, limits);
    this.maxReaders = Math.min(limits.readers(), RefcntStrategy.MAX_READERS);
  }
}
