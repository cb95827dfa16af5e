package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Rules;
import java.util.List;

/**
 * What is explored: a few threads that work on shared objects.
 *
 * <p>An implementation is loaded by the rewriting loader, so that its own accesses are modelled,
 * and has a public constructor without parameters or with one {@link String}. It must behave the
 * same whenever threads are scheduled the same: no clocks, no random numbers but those of the
 * language, which are replaced.
 */
public interface Program {
  /**
   * Makes the shared objects of one execution, and says what each thread does with them. Runs
   * before each execution, alone.
   */
  List<Task> begin();

  /** Looks at what is left when all threads have ended. Runs alone; throws to report a fault. */
  default void end() {}

  /**
   * The longest wait, in nanoseconds, whose time-out a thread may rely on to go on. That one goes
   * on only since a longer wait is over is a finding: a wake-up was lost. 0 for none, {@link
   * Long#MAX_VALUE} for any.
   */
  default long longestPoll() {
    return 0;
  }

  /** What holds at every point while the threads run; asked for after {@link #begin}. */
  default List<Invariant> invariants() {
    return List.of();
  }

  /** What faults are called that the model checker sees by itself. */
  default Rules rules() {
    return Rules.NONE;
  }

  /** An execution with more events than this is a livelock. */
  default int mostEvents() {
    return 20_000;
  }
}
