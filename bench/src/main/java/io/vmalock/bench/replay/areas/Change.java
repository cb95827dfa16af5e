package io.vmalock.bench.replay.areas;

/**
 * One change to an address space: the effect of a call, given the areas at the time when it took
 * effect. The reconstruction's model and the replayed space get the same changes.
 */
public sealed interface Change {
  /** Maps a range whatever was there before. */
  record Map(long start, long end, Mapping mapping) implements Change {}

  /** Unmaps everything in a range. */
  record Unmap(long start, long end) implements Change {}

  /** Revises all areas. */
  record ReviseAll(Revision revision) implements Change {}

  /** Revises a range, all of which is mapped. */
  record Revise(long start, long end, Revision revision) implements Change {}

  /** Moves a range, all of which is mapped, to a free place. */
  record Move(long start, long end, long newStart) implements Change {}

  /** Extends the area that ends at {@code end} into free space, up to {@code newEnd}. */
  record Grow(long end, long newEnd) implements Change {}
}
