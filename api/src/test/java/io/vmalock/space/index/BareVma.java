package io.vmalock.space.index;

import io.vmalock.Vma;

/** A VMA without a lock: the index looks at nothing but its range. */
final class BareVma extends Vma {
  BareVma(long start, long end) {
    super(start, end, null);
  }
}
