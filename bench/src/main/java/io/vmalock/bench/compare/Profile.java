package io.vmalock.bench.compare;

import io.vmalock.bench.matrix.Control;
import io.vmalock.bench.matrix.Scenario;
import io.vmalock.bench.matrix.Timing;
import java.util.List;
import java.util.TreeSet;

/** How much is measured, and for how long. */
enum Profile {
  /** Whether everything works: figures mean nothing. */
  TINY(2, 2, 10, 5, 5, 1),
  /** The scenarios that decide: about 3 minutes on 2 cores. */
  QUICK(5, 6, 40, 40, 5, 1),
  /** All scenarios but the longest. */
  STANDARD(7, 10, 50, 60, 5, 2),
  /** All scenarios, at every thread count. */
  FULL(15, 15, 100, 100, 5, 4);

  /** An iteration of {@link Timing#LONG} in units of a short one. */
  private static final int LONGER = 40;

  private static final int FEWER = 8;

  private final int rounds;
  private final int warmups;
  private final int warmupMillis;
  private final int iterations;
  private final int iterationMillis;
  private final int patience;

  Profile(
      int rounds,
      int warmups,
      int warmupMillis,
      int iterations,
      int iterationMillis,
      int patience) {
    this.rounds = rounds;
    this.warmups = warmups;
    this.warmupMillis = warmupMillis;
    this.iterations = iterations;
    this.iterationMillis = iterationMillis;
    this.patience = patience;
  }

  /** How many forks of each cell; those of one round are run next to each other. */
  int rounds() {
    return rounds;
  }

  int warmups() {
    return warmups;
  }

  int warmupMillis() {
    return warmupMillis;
  }

  int iterations(Timing timing) {
    return timing == Timing.SHORT ? iterations : Math.max(2, iterations / FEWER * patience);
  }

  int iterationMillis(Timing timing) {
    return switch (timing) {
      case SHORT -> iterationMillis;
      case SAMPLED -> this == TINY ? iterationMillis * 2 : iterationMillis * FEWER;
      case LONG -> this == TINY ? iterationMillis * 2 : iterationMillis * LONGER;
    };
  }

  boolean has(Scenario scenario) {
    return switch (this) {
      case TINY, QUICK -> scenario.quick();
      case STANDARD -> !scenario.full();
      case FULL -> true;
    };
  }

  boolean has(Control control) {
    return control.quick() || compareTo(QUICK) > 0;
  }

  /** The thread counts of a scenario that can have several. */
  List<Integer> threads(int cores) {
    TreeSet<Integer> counts = new TreeSet<>();
    int most = Math.max(2, cores);
    counts.add(most);
    if (compareTo(QUICK) > 0) {
      for (int n = 1; n < most; n *= 2) {
        counts.add(n);
      }
    }
    if (this == FULL) {
      counts.add(2 * most);
    }
    return List.copyOf(counts);
  }
}
