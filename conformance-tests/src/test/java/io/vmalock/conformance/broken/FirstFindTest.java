package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.WaitBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many runs of stress a first find takes, of the wrong strategies that no scenario finds: a
 * figure for docs/contract.md. Made with {@code -Dtest=FirstFindTest -Dvmalock.trials=20}.
 */
@EnabledIfSystemProperty(named = FirstFindTest.TRIALS, matches = "\\d+")
class FirstFindTest {
  static final String TRIALS = "vmalock.trials";

  private static final int MOST_RUNS = 20;

  @Test
  void eachIsFoundSooner() {
    int trials = Integer.getInteger(TRIALS);
    for (Class<? extends VmaLockStrategy> type : BrokenStrategies.wrong()) {
      if (type.getAnnotation(Breaks.class).by() == Layer.STRESS) {
        List<Integer> runs = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        for (int trial = 1; trial <= trials; trial++) {
          long start = System.nanoTime();
          runs.add(runsUntilFound(type, trial * MOST_RUNS));
          millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(runs);
        Collections.sort(millis);
        System.out.printf(
            "%s: %d trials; runs: median %d, most %d; ms until found: median %d, most %d%n",
            type.getSimpleName(),
            trials,
            runs.get(trials / 2),
            runs.get(trials - 1),
            millis.get(trials / 2),
            millis.get(trials - 1));
        assertThat(runs).as(type.getSimpleName()).allMatch(each -> each < MOST_RUNS);
      }
    }
  }

  private static int runsUntilFound(Class<? extends VmaLockStrategy> type, long seed) {
    Options options =
        Options.standard()
            .withOnly(null)
            .withWaitBudget(new WaitBudget(0.25))
            .withLayers(EnumSet.of(Layer.STRESS))
            .stoppingAtFirst();
    int run = 1;
    while (run < MOST_RUNS) {
      Verdict verdict = Conformance.run(BrokenStrategies.make(type), options.withSeed(seed + run));
      if (!verdict.failures().isEmpty()) {
        return run;
      }
      run++;
    }
    return run;
  }
}
