package io.vmalock.space;

import io.vmalock.Retirement;
import io.vmalock.Vma;

/**
 * An area of a space, from its retirement until the release of its attachment, if it was the last
 * area to have it. All fields are guarded by the monitor of {@link RetiredAreas}.
 */
final class RetiredArea<A> extends Retirement {
  final Release<A> release;

  /** The time of the next look for its readers. */
  long nextLook;

  /** Whether its commit is over. */
  boolean committed;

  /** Whether the drained area was taken off its attachment's count. */
  boolean settled;

  RetiredArea(Vma vma, RetiredAreas<A> home, long weight) {
    super(vma);
    this.release = new Release<>(home, TreeView.<A>attachment(vma), this, weight);
  }
}
