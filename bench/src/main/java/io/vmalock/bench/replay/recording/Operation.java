package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.Revision;

/** What one recorded call did, as far as address spaces and threads are concerned. */
public sealed interface Operation {
  /** Nothing that shows in the areas: it failed, or never changes any. */
  record Nothing() implements Operation {}

  /**
   * mmap.
   *
   * @param fixed whether the caller chose the place, so that it may cover what was there
   */
  record Place(long start, long end, Mapping mapping, boolean fixed) implements Operation {}

  /** munmap. */
  record Unmap(long start, long end) implements Operation {}

  /**
   * mprotect, madvise, mlock.
   *
   * @param complete whether it succeeded, so that all of the range was mapped
   * @param stopsAtGap whether one that did not complete has changed only what lies before the first
   *     gap; else it has changed all that there was
   */
  record Revise(long start, long end, Revision revision, boolean complete, boolean stopsAtGap)
      implements Operation {}

  /** mlockall, munlockall. */
  record ReviseAll(Revision revision) implements Operation {}

  /** brk: the break is there now, whatever was asked for. */
  record Break(long end) implements Operation {}

  /**
   * mremap.
   *
   * @param keepsOld whether the old range stays mapped
   */
  record Remap(long start, long end, long newStart, long newEnd, boolean keepsOld)
      implements Operation {}

  /**
   * fork, clone.
   *
   * @param child the thread id of the new thread
   * @param sharesSpace whether it runs in its parent's address space, and not in a copy
   * @param sharesProcess whether it is a thread of its parent's process
   */
  record Spawn(int child, boolean sharesSpace, boolean sharesProcess) implements Operation {}

  /** execve: the thread goes on in a new address space. */
  record Execute() implements Operation {}
}
