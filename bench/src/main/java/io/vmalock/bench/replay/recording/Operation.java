package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.areas.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one recorded call did, as far as address spaces and threads are concerned. */
public sealed interface Operation {
  /** What a label begins with that is not a policy but a node for the one that there is. */
  String HOME = "home ";

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
   * @param file for {@link Kind#FILE}: the descriptor, with its path if that is known; for a System
   *     V segment that it is one
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
    /** It stopped at the first area that is not memory, and so has no name of its own. */
    TO_NAMED,
    /** It stopped at the first sealed area whose pages may not be thrown away. */
    TO_KEPT,
    /** It stopped at the first area whose pages the kernel may drop. */
    TO_DROPPABLE,
    /** It stopped at the first area with a policy for which there is no home node. */
    TO_POLICY,
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

  /** process_madvise: several ranges, one after the other. */
  record Several(List<Operation> parts) implements Operation {}

  /**
   * Pages are made at once, and no area changes.
   *
   * @param guards whether these are guard pages, which are made in any area and bear no access
   * @param complete whether the call went to the end; else it stopped where nothing is mapped or at
   *     the first area without the right to write; guard pages at the first that takes none
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

  /** prctl: the kernel looks for equal pages in all memory there is and will be, or no more. */
  record MergeAll(boolean on) implements Operation {}

  /** What a call has left that was to unmap a range, or to map over it, and failed. */
  enum Left {
    /** The first area is parted, if there is a sealed area behind it. */
    PARTED_BEFORE_SEALED,
    /** The areas at both ends are parted. */
    PARTED,
    /** Nothing is mapped in the range. */
    UNMAPPED
  }

  /** munmap, mmap and their like, which failed half-way. */
  record Broken(long start, long end, Left left) implements Operation {}

  /**
   * brk.
   *
   * @param end where the break is now
   * @param asked where it was to be
   */
  record Break(long end, long asked) implements Operation {}

  /**
   * mremap.
   *
   * @param keepsOld whether the old range stays mapped
   * @param toSealed whether it failed at a sealed area, after it had moved those before
   */
  record Remap(long start, long end, long newStart, long newEnd, boolean keepsOld, boolean toSealed)
      implements Operation {}

  /** close and close_range: the descriptors from the first to the last may be other files now. */
  record CloseFiles(int first, int last) implements Operation {}

  /** dup and its like: one more descriptor of a file. */
  record CopyFile(int from, int to) implements Operation {}

  /**
   * fork, clone.
   *
   * @param child the thread id of the new thread
   * @param sharesSpace whether it runs in its parent's address space, and not in a copy
   * @param sharesProcess whether it is a thread of its parent's process
   * @param sharesFiles whether its descriptors are its parent's
   */
  record Spawn(int child, boolean sharesSpace, boolean sharesProcess, boolean sharesFiles)
      implements Operation {}

  /** execve: the thread goes on in a new address space. */
  record Execute() implements Operation {}
}
