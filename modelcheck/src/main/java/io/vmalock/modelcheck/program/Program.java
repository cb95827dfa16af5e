package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Rules;
import java.util.List;

/**
 * A program to explore: a few threads that work on shared objects.
 *
 * <p>The rewriting loader loads an implementation, so that its own accesses are modelled. The class
 * has a public constructor without parameters or with one {@link String}. It must behave the same
 * whenever threads are scheduled the same: it uses no clocks, and no random numbers but those of
 * the language, which are replaced.
 */
public interface Program {
  /**
   * Makes the shared objects of one execution, and returns the code of each thread. Runs before
   * each execution, alone.
   */
  List<Task> begin();

  /**
   * Checks the state that is left when all threads have ended. Runs alone; throws to report a
   * fault.
   */
  default void end() {}

  /**
   * Returns the longest wait, in nanoseconds, whose time-out a thread may rely on to go on. If a
   * thread can go on only because a longer wait timed out, that is a finding: a wake-up was lost. 0
   * permits none, {@link Long#MAX_VALUE} any.
   */
  default long longestPoll() {
    return 0;
  }

  /** Returns the invariants that hold while the threads run; called after {@link #begin}. */
  default List<Invariant> invariants() {
    return List.of();
  }

  /** Returns the contract's names for the faults that the model checker sees by itself. */
  default Rules rules() {
    return Rules.NONE;
  }

  /**
   * Returns the most events of an execution; one with more is a livelock. If the program permits
   * its {@linkplain #mostUsualEvents usual execution} more, this is the least of that number.
   */
  default int mostEvents() {
    return 20_000;
  }

  /**
   * Returns the most events of the usual execution, in which no thread is preempted: for a program
   * that runs code whose cost it cannot know. Any execution may then have several times as many as
   * the usual one needed. Only if even the usual one does not end within this number, {@link
   * #mostEvents} is the limit of all. The default is 0, which makes it the limit in any case.
   */
  default int mostUsualEvents() {
    return 0;
  }
}
