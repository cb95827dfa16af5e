package io.vmalock.space;

import io.vmalock.Vma;

/** A stretch of addresses as a change will leave it. */
record Piece<A>(long start, long end, A attachment) {
  static <A> Piece<A> of(Vma vma) {
    return new Piece<>(vma.start(), vma.end(), TreeView.attachment(vma));
  }
}
