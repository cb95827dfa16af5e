package io.vmalock.stamped;

import io.vmalock.SequencedVma;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/** A VMA with its StampedLock. */
final class StampedVma extends SequencedVma {
  final StampedLock lock = new StampedLock();

  StampedVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
    lock.writeLock(); // as it is whenever the VMA is detached
  }
}
