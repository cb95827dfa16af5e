package io.vmalock.rwsem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.explore.Budget;
import io.vmalock.conformance.explore.Exploration;
import io.vmalock.conformance.explore.Explorer;
import io.vmalock.conformance.explore.program.StrategyProgram;
import io.vmalock.conformance.explore.rewrite.Scope;
import io.vmalock.conformance.explore.search.Bounds;
import org.junit.jupiter.api.Test;

/**
 * Of two mms that attach one VMA at once, the loser does not get in the way of the winner's
 * readers.
 */
class AttachRaceTest {
  @Test
  void loserLeavesTheLockAlone() {
    String programs = StrategyProgram.class.getPackageName() + ".";
    try (Explorer explorer =
        new Explorer(AttachRaceTest.class.getClassLoader(), Scope.standard().with(programs))) {
      Exploration exploration =
          explorer.exhaust(
              explorer.program(
                  StrategyProgram.class.getName(),
                  RwsemStrategy.class.getName() + ":detached: b0 rl0|a0"),
              Budget.UNLIMITED,
              new Bounds(3, 0));
      assertThat(exploration.counterexample()).isNull();
      assertThat(exploration.passes()).allMatch(Exploration.Pass::exhausted);
    }
  }
}
