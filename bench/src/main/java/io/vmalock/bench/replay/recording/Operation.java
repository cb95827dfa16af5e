package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.areas.Revision;
import org.jspecify.annotations.Nullable;

/** What one recorded call did, as far as address spaces and threads are concerned. */
public sealed interface Operation {
  /** Nothing that shows in the areas: it failed, or never changes any. */
  record Nothing() implements Operation {}

  /** What is mapped. */
  enum Kind {
    /** Private anonymous memory, which the kernel joins with its like. */
    MEMORY,
    /** A file of its own that nothing else maps: shared anonymous memory, huge pages, a ring. */
    OWN,
    /** A file. */
    FILE
  }

  /**
   * mmap and its like.
   *
   * @param file for {@link Kind#FILE}: the descriptor, with its path if that is known
   * @param offset in the file
   * @param fixed whether the caller chose the place, so that it may cover what was there
   * @param filled whether the kernel made its pages at once
   */
  record Place(
      long start,
      long end,
      int protection,
      int flags,
      Kind kind,
      @Nullable String file,
      long offset,
      boolean fixed,
      boolean filled)
      implements Operation {}

  /** remap_file_pages: the range shows another part of the file that is mapped there. */
  record Show(long start, long end, long offset) implements Operation {}

  /** munmap. */
  record Unmap(long start, long end) implements Operation {}

  /** shmdt: the segment that was attached there. */
  record Detach(long start) implements Operation {}

  /** How far a call came that changes what is mapped in a range. */
  enum Reach {
    /** It succeeded: all was mapped, and changed. */
    ALL,
    /** It stopped at the first address where nothing is mapped. */
    TO_GAP,
    /** It went over what is not mapped, and changed the rest. */
    OVER_GAPS,
    /** It stopped at the first area that is sealed. */
    TO_SEALED,
    /** It stopped at the first area that may not have the new protection. */
    TO_FORBIDDEN,
    /** It stopped at the first area that is not private memory. */
    TO_FILE,
    /**
     * mlock ended with ENOMEM: it stopped at the first gap, or changed all and could not make the
     * pages of an area without access, or with none of these, was over a limit and did nothing.
     */
    LOCKED_IN_PART
  }

  /**
   * mprotect, madvise, mlock.
   *
   * @param growsDown whether it begins where the area begins that grows down (PROT_GROWSDOWN)
   * @param filled whether the kernel made its pages at once
   */
  record Revise(
      long start, long end, Revision revision, Reach reach, boolean growsDown, boolean filled)
      implements Operation {}

  /**
   * Pages are made at once, and no area changes.
   *
   * @param guards whether these are guard pages, which are made in any area and bear no access
   * @param complete whether the call succeeded; else it stopped at the first area without the right
   *     to write, or where nothing is mapped
   */
  record Fill(long start, long end, boolean guards, boolean complete) implements Operation {}

  /** Guard pages are taken away. */
  record Unguard(long start, long end) implements Operation {}

  /** prctl and mbind: the areas have another name or policy; null for none. */
  record Label(long start, long end, boolean policy, @Nullable String text, Reach reach)
      implements Operation {}

  /**
   * mlockall, munlockall.
   *
   * @param current what changes about what is mapped; null for nothing
   * @param future the flags that mappings to come will have
   */
  record LockAll(@Nullable Revision current, int future) implements Operation {}

  /** A failed call had parted the area at this address before it met a sealed one. */
  record Split(long start, long end) implements Operation {}

  /** brk: the break is there now, whatever was asked for. */
  record Break(long end) implements Operation {}

  /**
   * mremap.
   *
   * @param keepsOld whether the old range stays mapped
   * @param toSealed whether it failed at a sealed area, after it had moved those before
   */
  record Remap(long start, long end, long newStart, long newEnd, boolean keepsOld, boolean toSealed)
      implements Operation {}

  /** The descriptor is closed, and may be another file from now on. */
  record CloseFile(String file) implements Operation {}

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
