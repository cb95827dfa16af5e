package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.Change;
import java.util.List;

/** A step of a recorded thread, in the one order that {@link Chronology} decided on. */
public sealed interface Step {
  /** The index of the thread. */
  int thread();

  /** The index of the space that it was in. */
  int space();

  /** The line of the trace that shows it. */
  int line();

  /**
   * A page fault.
   *
   * @param line in the file of faults
   * @param concurrent the lines of other threads' calls that had begun and whose result was not
   *     seen yet: it may have come after them as well
   */
  record Touch(int thread, int space, int line, long address, List<Integer> concurrent)
      implements Step {}

  /** A call that changed areas: one write section. */
  record Revise(int thread, int space, int line, String call, List<Change> changes)
      implements Step {}

  /** execve made a space, or the recording began in one: the thread is in it from now on. */
  record Create(int thread, int space, int line) implements Step {}

  /**
   * fork copied the space.
   *
   * @param child the index of the copy
   * @param inChild the changes that remove from the copy the areas that it does not keep
   */
  record Fork(int thread, int space, int line, int child, List<Change> inChild) implements Step {}

  /**
   * clone made a thread in the same space.
   *
   * @param child the index of the thread
   */
  record Spawn(int thread, int space, int line, int child) implements Step {}

  /** The last thread left the space: by its end, or by execve. */
  record Close(int thread, int space, int line) implements Step {}
}
