package io.vmalock.stamped;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.search.Bounds;
import org.junit.jupiter.api.Test;

/**
 * Of two mms that attach one VMA at once, the loser does not get in the way of the winner's
 * readers.
 */
class AttachRaceTest {
  @Test
  void loserLeavesTheLockAlone() {
    String programs = StrategyProgram.class.getPackageName() + ".";
    try (ModelChecker checker =
        new ModelChecker(
            AttachRaceTest.class.getClassLoader(), StrategyScope.standard().with(programs))) {
      Exploration exploration =
          checker.exhaust(
              checker.program(
                  StrategyProgram.class.getName(),
                  StampedStrategy.class.getName() + ":detached: g0 rl0|g0B"),
              Budget.UNLIMITED,
              new Bounds(3, 0));
      assertThat(exploration.counterexample()).isNull();
      assertThat(exploration.passes()).allMatch(Exploration.Pass::exhausted);
    }
  }
}
