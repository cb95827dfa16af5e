package io.vmalock.rwsem;

import io.vmalock.SequencedVma;
import org.jspecify.annotations.Nullable;

/** A VMA with its semaphore. */
final class RwsemVma extends SequencedVma {
  final RwSemaphore semaphore = new RwSemaphore();

  RwsemVma(long start, long end, @Nullable Object attachment) {
    super(start, end, attachment);
  }
}
