package io.vmalock.bench.compare;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import io.vmalock.bench.scenario.Control;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.Timing;
import io.vmalock.bench.stats.Ratio;
import java.util.List;
import java.util.TreeSet;

/**
 * The amount of measuring, and its time.
 *
 * <p>An interval needs at least five forks of each cell. More forks tell more than longer ones:
 * times differ from JVM to JVM, by the addresses of objects and by inlining, and hardly within a
 * JVM once it is warm.
 */
enum Profile {
  /** Whether everything works: nothing is warm, and the figures mean nothing. */
  TINY(1, 2, 0, 5, 5, 1),
  /** Four scenarios: a first table after a minute, and better ones from then on. */
  FIRST(32, 5, 1, 32, 5, 1),
  /** The scenarios that decide: about 4 minutes on 2 cores. */
  QUICK(5, 5, 1, 32, 5, 1),
  /** All scenarios but variations of others: about an hour. */
  STANDARD(5, 5, 1.25, 40, 5, 1),
  /** All scenarios and controls, at every thread count, and more of each: a night. */
  FULL(15, 15, 7.5, 100, 5, 4);

  /**
   * The rows of {@link #FIRST}: the price of readers, alone and beside each other, and of writers.
   */
  private static final ImmutableSet<String> FIRST_SCENARIOS =
      ImmutableSet.of("pair", "pair-hot", "mixed-256", "write-16");

  /** The number of rounds of a first table: fewer cannot show a difference. */
  private static final int FIRST_ROUNDS = Ratio.LEAST_PAIRS;

  /** An iteration of {@link Timing#LONG} in units of a short one. */
  private static final int LONGER = 40;

  private static final int FEWER = 8;

  /** The time of a fork outside warm-up and measurement: the JVM's start, JMH, and its end. */
  private static final long START_MILLIS = 500;

  /** The time of an iteration that is not measured: starting and ending together. */
  private static final long BETWEEN_MILLIS = 1;

  private static final int COLD_MILLIS = 10;

  private final int rounds;
  private final int warmups;
  private final double warmth;
  private final int iterations;
  private final int iterationMillis;
  private final int patience;

  /**
   * Creates a profile.
   *
   * @param warmth the length of the warm-up, in units of a scenario's need; 0 for no warm-up worth
   *     the name
   */
  Profile(
      int rounds, int warmups, double warmth, int iterations, int iterationMillis, int patience) {
    this.rounds = rounds;
    this.warmups = warmups;
    this.warmth = warmth;
    this.iterations = iterations;
    this.iterationMillis = iterationMillis;
    this.patience = patience;
  }

  /** The profile's name, as it is typed. */
  String label() {
    return Ascii.toLowerCase(name());
  }

  /** The number of forks of each cell; those of one round are run next to each other. */
  int rounds() {
    return rounds;
  }

  /** Whether a table is due after a number of rounds, though more are to come. */
  boolean showsAfter(int round) {
    return this == FIRST && round >= FIRST_ROUNDS && Integer.bitCount(round) == 1;
  }

  /** The number of rounds before the first table. */
  int roundsToShow() {
    return this == FIRST ? FIRST_ROUNDS : rounds;
  }

  int warmups() {
    return warmups;
  }

  /** Whether a fork warms up for as long as the scenario needs. */
  boolean warms(Scenario scenario) {
    return warmups * warmupMillis(scenario) >= neededMillis(scenario);
  }

  /** The time of a warm-up iteration. */
  int warmupMillis(Scenario scenario) {
    int needed = neededMillis(scenario);
    return warmth == 0 || needed == 0 ? COLD_MILLIS : (int) Math.ceil(warmth * needed / warmups);
  }

  /**
   * The time until a scenario is warm. For a pair 200 ms are several hundred times what the JIT
   * needs. Reads and sections in turns need more, because a strategy that changes its ways between
   * them is compiled again when it first does. Sections of a whole space, which are sampled, are
   * much more code: it took one to two seconds until {@code brk2} and {@code small-allocs-mt} were
   * as quick as they became, with two or four times that after half a second, and it was later for
   * some strategies than for others. Reads of mapped files copy and check, by code of the JDK's;
   * after 200 ms some columns still got faster. An unmap is a section, a wait and a release: much
   * code, and a loop of them was as quick as it became after seven seconds. Until then the JIT is
   * busy on another processor, which each munmap has to interrupt: that takes four times as long as
   * the rest of it. A recorded program is as quick after ten seconds as after forty, and not yet
   * after two and a half.
   */
  private static int neededMillis(Scenario scenario) {
    if (!scenario.warms()) {
      return 0;
    }
    if (scenario.unmaps()) {
      return 10_000;
    }
    if (scenario.family() == Family.REPLAY) {
      return 10_000;
    }
    if (scenario.timing() == Timing.SAMPLED) {
      return 2_000;
    }
    return switch (scenario.family()) {
      case MAPPED_FILES -> 1_000;
      case MIXED -> 600;
      default -> 200;
    };
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

  /** The rough time of a fork on a quiet machine. */
  long forkMillis(Scenario scenario) {
    Timing timing = scenario.timing();
    return START_MILLIS
        + (long) warmups * (warmupMillis(scenario) + BETWEEN_MILLIS)
        + iterations(timing) * (iterationMillis(timing) + BETWEEN_MILLIS);
  }

  boolean has(Scenario scenario) {
    if (scenario.named()) {
      return false;
    }
    return switch (this) {
      case FIRST -> FIRST_SCENARIOS.contains(scenario.name());
      case TINY, QUICK -> scenario.quick();
      case STANDARD -> !scenario.full();
      case FULL -> true;
    };
  }

  /** Whether this is a column of this row: strategies take part in all rows. */
  boolean has(Column column, Scenario scenario) {
    Control bare = column.bare();
    if (this == FIRST) {
      return !column.control();
    }
    return bare == null
        ? this == FULL || column.families().contains(scenario.family())
        : bare.quick() || compareTo(QUICK) > 0;
  }

  /**
   * The thread counts of a scenario that can have several: as many as there are cores, and to show
   * a curve also fewer; more than cores only on request.
   */
  List<Integer> threads(Scenario scenario, int cores) {
    if (this == FIRST && scenario.family() == Family.MIXED) {
      return List.of(1); // a thread that reads and writes in turns is what a choice turns on
    }
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
