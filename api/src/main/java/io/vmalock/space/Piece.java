package io.vmalock.space;

import io.vmalock.Vma;

/** A range of addresses as a change will leave it. */
record Piece<A>(long start, long end, A attachment, long offset) {
  static <A> Piece<A> of(Vma vma) {
    return new Piece<>(vma.start(), vma.end(), TreeView.attachment(vma), vma.offset());
  }

  /** Whether a VMA is this piece already, so that it can stay. */
  boolean is(Vma vma) {
    return vma.start() == start
        && vma.end() == end
        && vma.attachment() == attachment
        && vma.offset() == offset;
  }
}
