package io.vmalock.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link Soak} of each strategy: for a second in the ordinary build, and in the profile {@code
 * soak} for as many seconds as {@code vmalock.soak} says, or until 1e9 reads and 1e6 commits are
 * done.
 */
class SoakTest {
  private static final long READS = 1_000_000_000L;
  private static final long COMMITS = 1_000_000L;

  static List<String> strategies() {
    return Strategies.all().stream().map(StrategyProvider::name).toList();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void showsNoWrongWord(String name) throws InterruptedException {
    long seconds = Long.getLong("vmalock.soak", 1);
    for (boolean virtual : new boolean[] {false, true}) {
      long began = System.nanoTime();
      Soak soak = new Soak(Strategies.named(name), virtual);
      soak.run(Math.max(1, seconds / 2), READS / 2, COMMITS / 2);
      System.out.printf(
          "%-8s %-8s %,15d reads %,11d commits %,9d rollbacks %d wrong, %.0f s%n",
          name,
          virtual ? "virtual" : "platform",
          soak.reads.sum(),
          soak.commits.sum(),
          soak.rollbacks.sum(),
          soak.wrong.sum(),
          (System.nanoTime() - began) / 1e9);
      assertThat(soak.wrong.sum()).as("wrong words: see the lines above").isZero();
      assertThat(soak.reads.sum()).isPositive();
      assertThat(soak.commits.sum()).isPositive();
    }
  }
}
