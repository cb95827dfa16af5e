package io.vmalock.conformance.modelcheck;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import io.vmalock.conformance.modelcheck.program.Pairs;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.search.Bounds;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writers that run out of stack in their wait, under the model checker: afterwards everything is as
 * if the call had not been made. A test on real threads does not come to this step in compiled
 * code, where the wait needs no more stack than the calls before it.
 *
 * <p>An error where a lock of the JDK has queued the thread cannot be handled from outside. So a
 * strategy that waits there is stopped before, where a try for a time has found the lock taken; a
 * wait without a time is explored and not stopped.
 */
public final class OutOfStack {
  /** Enough to be inside a hold when the writer comes. */
  private static final Bounds BOUNDS = new Bounds(1, 0);

  private static final Budget BUDGET = new Budget(20_000, Duration.ofSeconds(20));

  private OutOfStack() {}

  /**
   * Explores them all.
   *
   * @throws AssertionError if one leaves something behind
   */
  public static void check(VmaLockStrategy strategy) {
    StrategyClass type = StrategyClass.of(strategy);
    Set<String> capabilities =
        strategy.capabilities().stream().map(Enum::name).collect(Collectors.toSet());
    try (ModelChecker checker =
        new ModelChecker(
            type.loader(), type.scope().with(StrategyProgram.class.getPackageName() + "."))) {
      for (String text : Pairs.outOfStack(capabilities)) {
        Exploration exploration =
            checker.exhaust(
                checker.program(StrategyProgram.class.getName(), type.name() + ":" + text),
                BUDGET,
                BOUNDS);
        Counterexample found = exploration.counterexample();
        if (found != null) {
          throw new AssertionError(
              found + "\nagain: --replay '" + new Repetition(text, found.schedule()) + "'");
        }
      }
    }
  }
}
