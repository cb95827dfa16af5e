package io.vmalock.refcnt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.search.Bounds;
import org.junit.jupiter.api.Test;

/**
 * That a reader has left need not be seen at once: to be told that a VMA is full is no fault then.
 */
class ReaderLimitTest {
  @Test
  void countThatIsSeenLateMayLookFull() {
    String programs = StrategyProgram.class.getPackageName() + ".";
    try (ModelChecker checker =
        new ModelChecker(
            ReaderLimitTest.class.getClassLoader(), StrategyScope.standard().with(programs))) {
      Exploration exploration =
          checker.exhaust(
              checker.program(
                  StrategyProgram.class.getName(),
                  RefcntStrategy.class.getName() + ":limit 1: r0|rl0"),
              Budget.UNLIMITED,
              new Bounds(1, 1));
      assertThat(exploration.counterexample()).isNull();
      assertThat(exploration.passes()).allMatch(Exploration.Pass::exhausted);
    }
  }
}
