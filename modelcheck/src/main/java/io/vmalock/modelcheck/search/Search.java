package io.vmalock.modelcheck.search;

/** Decides every choice of one execution after the other. */
public interface Search {
  /**
   * Begins the next execution.
   *
   * @return false if none is left
   */
  boolean next();

  /** Returns one of {@code choice.options()} options; there are at least two. */
  int decide(Choice choice);

  /** Returns whether the search leaves out preemptions that were not {@link #ask asked} for. */
  default boolean isReduced() {
    return false;
  }

  /**
   * Returns whether every event may be a choice of thread. Otherwise only events that other threads
   * can notice may be: a preemption before any other event equals one before the next noticeable
   * event.
   */
  default boolean isEverywhere() {
    return false;
  }

  /** Returns whether loads may return a store older than the newest. */
  default boolean returnsOlder() {
    return true;
  }

  /** Returns the place of the latest choice, for {@link #ask}. */
  default int place() {
    return -1;
  }

  /**
   * Asks for an execution that equals the present one up to a preemption at which another thread
   * runs.
   *
   * @param place the place of the choice
   * @param thread the index of the thread to run; if it cannot run there, this asks for every other
   *     one
   */
  default void ask(int place, int thread) {}

  /**
   * Asks for an execution that equals the present one up to a load that returns a value stored
   * later.
   *
   * @param place the place of the {@link Choice.Kind#LATER choice}
   */
  default void askLater(int place, int value) {}

  /** Returns the name and the bounds of the search, for the report. */
  String describe();
}
