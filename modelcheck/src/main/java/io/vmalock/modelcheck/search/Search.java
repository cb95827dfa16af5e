package io.vmalock.modelcheck.search;

/** Decides every choice of one execution after the other. */
public interface Search {
  /**
   * Begins the next execution.
   *
   * @return false if there is none left
   */
  boolean next();

  /** Takes one of {@code choice.options()} ways; there are at least two. */
  int decide(Choice choice);

  /** Whether it leaves out preemptions that nobody {@link #ask asks} for. */
  default boolean isReduced() {
    return false;
  }

  /**
   * Whether any event may be a choice of thread. Else only those may that others can notice: before
   * any other a preemption is as one before the next that others can.
   */
  default boolean isEverywhere() {
    return false;
  }

  /** Whether any load returns an older store than the newest. */
  default boolean returnsOlder() {
    return true;
  }

  /** The place of the latest choice, for {@link #ask}. */
  default int place() {
    return -1;
  }

  /**
   * Asks for an execution that is the present one up to a preemption, and in which another thread
   * runs there.
   *
   * @param place where the choice is
   * @param thread the index of the thread to run; where it cannot, every other one is asked for
   */
  default void ask(int place, int thread) {}

  /**
   * Asks for an execution that is the present one up to a load, and in which that returns a value
   * that is stored later.
   *
   * @param place where the {@link Choice.Kind#LATER choice} is
   */
  default void askLater(int place, int value) {}

  /** What was or is being searched, for the report: its name and its bounds. */
  String describe();
}
