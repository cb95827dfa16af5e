package io.vmalock.bench.replay.areas;

/**
 * One change to an address space: what a call comes to, once it is known what was mapped when it
 * took effect. The reconstruction's model and the replayed space are given the same changes.
 */
public sealed interface Change {
  /** Maps a range whatever was there before. */
  record Map(long start, long end, Mapping mapping) implements Change {}

  /** Unmaps what there is of a range. */
  record Unmap(long start, long end) implements Change {}

  /** Revises all that is mapped. */
  record ReviseAll(Revision revision) implements Change {}

  /** Revises a range, all of which is mapped. */
  record Revise(long start, long end, Revision revision) implements Change {}

  /** Moves a range, all of which is mapped, to where nothing is. */
  record Move(long start, long end, long newStart) implements Change {}

  /** Lets the area that ends at {@code end} end at {@code newEnd}, beyond it, where nothing is. */
  record Grow(long end, long newEnd) implements Change {}
}
