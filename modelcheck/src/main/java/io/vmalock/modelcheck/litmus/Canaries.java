package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.util.List;

/**
 * The faults that the model checker must find before its verdict on a strategy counts: a racy
 * counter, and for each access mode a litmus test in which a weaker mode adds an outcome.
 */
public final class Canaries {
  private static final List<String> NAMES =
      List.of(
          "CoRR plain",
          "CoRR opaque",
          "MP opaque, acquire",
          "MP release, opaque",
          "MP release, acquire",
          "MP acquire fence",
          "MP release fence",
          "SB volatile, one acquire",
          "SB volatile",
          "SB full fences",
          "SB one full fence",
          "SB volatile updates, volatile loads",
          "weak compare-and-set");

  private Canaries() {}

  /**
   * Checks them all.
   *
   * @throws IllegalStateException if it misses one, and so no verdict of the model checker counts
   */
  public static void check() {
    try (LitmusRun run = new LitmusRun()) {
      for (Litmus test : LitmusTests.all()) {
        if (NAMES.contains(test.name()) && !run.produced(test).equals(test.expected())) {
          throw new IllegalStateException(
              "canary missed: " + test + " produced " + run.produced(test));
        }
      }
    }
    try (ModelChecker checker =
        new ModelChecker(
            Canaries.class.getClassLoader(), Scope.none().with(RacyCounter.class.getName()))) {
      Exploration exploration =
          checker.exhaust(
              checker.program(RacyCounter.class.getName(), null),
              Budget.ofExecutions(100),
              new Bounds(1, 0));
      Finding finding = exploration.finding();
      if (finding == null || finding.kind() != Finding.Kind.RACE) {
        throw new IllegalStateException("canary missed: the racy counter, " + exploration);
      }
    }
  }
}
