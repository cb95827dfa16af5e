package io.vmalock.bench.replay.recording;

import io.vmalock.bench.replay.areas.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effect of one recorded call on address spaces and threads. */
public sealed interface Operation {
  /** The prefix of a label that is not a policy but a node for the existing policy. */
  String HOME = "home ";

  /** No effect on areas: the call failed, or never changes any. */
  record Nothing() implements Operation {}

  /** The kinds of mapped objects. */
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
   * @param file for {@link Kind#FILE}, the descriptor, with its path if known; for a System V
   *     segment, a name that says so
   * @param offset the offset in the file
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

  /** remap_file_pages: the range maps another part of its file. */
  record Show(long start, long end, long offset) implements Operation {}

  /** munmap. */
  record Unmap(long start, long end) implements Operation {}

  /** shmdt: the segment that was attached there. */
  record Detach(long start) implements Operation {}

  /** The extent to which a call on a range was completed. */
  enum Reach {
    /** It succeeded: the whole range was mapped, and changed. */
    ALL,
    /** It stopped at the first address where nothing is mapped. */
    TO_GAP,
    /** It skipped the gaps, and changed the rest. */
    OVER_GAPS,
    /** It stopped at the first area that is sealed. */
    TO_SEALED,
    /** It stopped at the first area that may not have the new protection. */
    TO_FORBIDDEN,
    /** It stopped at the first area that is not private memory. */
    TO_FILE,
    /** It stopped at the first area that is not memory, and so has no name of its own. */
    TO_NAMED,
    /** It stopped at the first sealed area whose pages must not be discarded. */
    TO_KEPT,
    /** It stopped at the first area whose pages the kernel may drop. */
    TO_DROPPABLE,
    /** It stopped at the first area with a policy for which there is no home node. */
    TO_POLICY,
    /**
     * mlock ended with ENOMEM. It stopped at the first gap; or it changed everything, and could not
     * make the pages of an area without access; or, with neither, it was over a limit and did
     * nothing.
     */
    LOCKED_IN_PART
  }

  /**
   * mprotect, madvise, mlock.
   *
   * @param growsDown whether the range begins at the begin of its area, which grows down
   *     (PROT_GROWSDOWN)
   * @param filled whether the kernel made its pages at once
   */
  record Revise(
      long start, long end, Revision revision, Reach reach, boolean growsDown, boolean filled)
      implements Operation {}

  /** process_madvise: several ranges, one after another. */
  record Several(List<Operation> parts) implements Operation {}

  /**
   * Pages are made at once, and no area changes.
   *
   * @param guards whether these are guard pages, which any area may have and which no access may
   *     touch
   * @param complete whether the call went to the end; otherwise it stopped at a gap or at the first
   *     area that is not writable, or, for guard pages, at the first area that takes none
   */
  record Fill(long start, long end, boolean guards, boolean complete) implements Operation {}

  /** Guard pages are removed. */
  record Unguard(long start, long end) implements Operation {}

  /** prctl and mbind: the areas get another name or policy; null for none. */
  record Label(long start, long end, boolean policy, @Nullable String text, Reach reach)
      implements Operation {}

  /**
   * mlockall, munlockall.
   *
   * @param current the change to the present areas; null for none
   * @param future the flags of future mappings
   */
  record LockAll(@Nullable Revision current, int future) implements Operation {}

  /**
   * prctl: the kernel searches all present and future memory for equal pages, or stops doing so.
   */
  record MergeAll(boolean on) implements Operation {}

  /** The effects of a failed call that was to unmap a range, or to map over it. */
  enum Left {
    /** The first area is split, if there is a sealed area behind it. */
    PARTED_BEFORE_SEALED,
    /** The areas at both ends are split. */
    PARTED,
    /** Nothing is mapped in the range. */
    UNMAPPED
  }

  /** munmap, mmap and their like, which failed half-way. */
  record Broken(long start, long end, Left left) implements Operation {}

  /**
   * brk.
   *
   * @param end the break after the call
   * @param asked the requested break
   */
  record Break(long end, long asked) implements Operation {}

  /**
   * mremap.
   *
   * @param keepsOld whether the old range stays mapped
   * @param toSealed whether it failed at a sealed area, after it had moved the areas before that
   */
  record Remap(long start, long end, long newStart, long newEnd, boolean keepsOld, boolean toSealed)
      implements Operation {}

  /** close and close_range: the descriptors from the first to the last may be other files now. */
  record CloseFiles(int first, int last) implements Operation {}

  /** dup and its like: a file has one more descriptor. */
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
