package io.vmalock.bench.compare;

import io.vmalock.bench.scenario.Control;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.Timing;
import java.util.List;
import java.util.TreeSet;

/**
 * How much is measured, and for how long.
 *
 * <p>Five forks of each cell are the least that an interval can be made of. More of them tell more
 * than longer ones: times differ from JVM to JVM, by where objects lie and what was inlined, and
 * within one they hardly do once it is warm. A warm-up of 200 ms is several hundred times what the
 * JIT needs for a pair, and some 10,000 reads more than a strategy that adapts to reads waits for.
 */
enum Profile {
  /** Whether everything works: figures mean nothing. */
  TINY(1, 2, 10, 5, 5, 1),
  /** The scenarios that decide: about 4 minutes on 2 cores. */
  QUICK(5, 5, 40, 32, 5, 1),
  /** All scenarios but variations of others: about an hour. */
  STANDARD(5, 5, 50, 40, 5, 1),
  /** All scenarios and controls, at every thread count, and more of each: a night. */
  FULL(15, 15, 100, 100, 5, 4);

  /** An iteration of {@link Timing#LONG} in units of a short one. */
  private static final int LONGER = 40;

  private static final int FEWER = 8;

  /** How many times as long as pairs those warm up that take several ways in turns. */
  private static final int SLOWER = 3;

  /** The same for sections of a whole space. */
  private static final int SLOW = 10;

  /** The same for a whole program, which calls everything there is, and each of it seldom. */
  private static final int SLOWEST = 40;

  /** Of a fork, what is neither warm-up nor measurement: the JVM's start, JMH, and its end. */
  private static final long START_MILLIS = 500;

  /** Of an iteration, what is not measured: starting and ending together. */
  private static final long BETWEEN_MILLIS = 1;

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

  /**
   * How long a warm-up iteration takes. Reads and sections in turns need more, since a strategy
   * that changes its ways between them is compiled again when it first does. Sections of a whole
   * space, which are sampled, are much more code: from the start on it took one to two seconds
   * until {@code brk2} and {@code small-allocs-mt} were as quick as they became, with two or four
   * times that after half a second, and it was later for some strategies than for others. A
   * recorded program is as quick after ten seconds as after forty, and not yet after two and a
   * half.
   */
  int warmupMillis(Scenario scenario) {
    if (scenario.family() == Family.REPLAY) {
      return warmupMillis * SLOWEST;
    }
    if (scenario.timing() == Timing.SAMPLED) {
      return warmupMillis * SLOW;
    }
    return scenario.family() == Family.MIXED ? warmupMillis * SLOWER : warmupMillis;
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

  /** About how long a fork takes on a quiet machine. */
  long forkMillis(Scenario scenario) {
    Timing timing = scenario.timing();
    return START_MILLIS
        + (long) warmups * (warmupMillis(scenario) + BETWEEN_MILLIS)
        + iterations(timing) * (iterationMillis(timing) + BETWEEN_MILLIS);
  }

  boolean has(Scenario scenario) {
    return switch (this) {
      case TINY, QUICK -> scenario.quick();
      case STANDARD -> !scenario.full();
      case FULL -> true;
    };
  }

  /** Whether this is a column of this row: strategies are of all. */
  boolean has(Column column, Scenario scenario) {
    Control bare = column.bare();
    return bare == null
        ? this == FULL || column.families().contains(scenario.family())
        : bare.quick() || compareTo(QUICK) > 0;
  }

  /**
   * The thread counts of a scenario that can have several: as many as there are cores, and to show
   * a curve also fewer; more than cores are for those who ask for everything.
   */
  List<Integer> threads(Scenario scenario, int cores) {
    TreeSet<Integer> counts = new TreeSet<>();
    int most = Math.max(2, cores);
    counts.add(most);
    if (this == FULL || this == STANDARD && scenario.curve()) {
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
