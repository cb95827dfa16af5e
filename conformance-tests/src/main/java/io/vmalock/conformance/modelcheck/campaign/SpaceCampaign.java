package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.conformance.modelcheck.space.SpaceProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.litmus.Canaries;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explores an address space on one strategy: each way to read beside each way to change, in rounds
 * of wider and wider bounds, until there is a finding or the time is over.
 */
public final class SpaceCampaign {
  private static final List<String> READERS =
      List.of("r0", "r1", "n", "w", "s", "o0", "h03", "t0", "f", "r0 r3");

  private static final List<String> WRITERS =
      List.of(
          "u0",
          "[u0 m0]",
          "x0",
          "x1",
          "v02",
          "[v02 v10 v21]",
          "m2",
          "g1",
          "[u0 b05]",
          "[u0 a]",
          "[u0 x1]!",
          "[u0 x1]>",
          "[x0 x3]",
          "[k0 x0]",
          "c",
          "u0 m0",
          "x0 x0",
          "v32 v23");

  /** Two writers, and three threads. */
  private static final List<String> OTHERS =
      List.of(
          "u0 | m2",
          "x0 | x1",
          "[u0 m0] | v14",
          "x0 | c",
          "f | c",
          "a | a",
          "[x0]> | [x3]>",
          "x0 | f",
          "r0 | r0 | u0",
          "r0 | x0 | x0",
          "r0 | u0 | m4",
          "s | x0 | x3",
          "w | v02 | g3",
          "r0 | f | x0",
          "r0 | x0 | c",
          "h03 | x0 | x3");

  private record Plan(List<String> programs, Bounds bounds) {}

  private static final Plan FIRST = new Plan(some(), new Bounds(1, 0));

  private static final List<Plan> PLANS =
      List.of(
          FIRST,
          new Plan(all(), new Bounds(1, 0)),
          new Plan(some(), new Bounds(1, 1)),
          new Plan(some(), new Bounds(2, 0)),
          new Plan(all(), new Bounds(1, 1)),
          new Plan(all(), new Bounds(2, 0)),
          new Plan(some(), new Bounds(2, 1)),
          new Plan(all(), new Bounds(2, 1)));

  /** With this much time the first round may take longer, on a loaded machine. */
  private static final Duration ENOUGH = Duration.ofSeconds(5);

  /** The factor of the given time that the first round may then take. */
  private static final int MOST_TIMES = 6;

  /**
   * The share of one program's time in rounds of wide bounds, so that it does not use up the time
   * of all others.
   */
  private static final long MOST_FOR_ONE = 20_000;

  /** Executions before a replay. */
  private static final int LOOKS = 100;

  private final ClassLoader classes;
  private final Scope scope;
  private final String strategy;

  /**
   * A campaign.
   *
   * @param classes finds the class files of the strategy
   * @param scope the strategy's classes, which are rewritten like the project's
   * @param strategy the class of the strategy, with a constructor without parameters
   */
  public SpaceCampaign(ClassLoader classes, Scope scope, String strategy) {
    this.classes = classes;
    this.scope = scope.with(SpaceProgram.class.getPackageName() + ".");
    this.strategy = strategy;
  }

  /**
   * The explored programs, and the finding.
   *
   * @param programs the number of programs explored in the widest round that was completed, or
   *     begun
   * @param schedules the number of schedules run
   * @param unreached the first round, if it was not completed
   * @param program the program of the counterexample, or null
   * @param counterexample the first finding, or null
   */
  public record Report(
      int programs,
      long schedules,
      List<String> unreached,
      @Nullable String program,
      @Nullable Counterexample counterexample) {
    /** The counterexample in columns. */
    public String story() {
      return Sequences.readable(String.valueOf(counterexample));
    }

    /** The repetition of the counterexample, or null. */
    public @Nullable SpaceRepetition repetition() {
      return program == null || counterexample == null
          ? null
          : new SpaceRepetition(program, counterexample.schedule());
    }
  }

  /** Each way to read beside two ways to change, and each way to change beside a look-up. */
  private static List<String> some() {
    Set<String> some = new LinkedHashSet<>();
    READERS.forEach(reader -> some.add(reader + " | [u0 m0]"));
    WRITERS.forEach(writer -> some.add("r0 | " + writer));
    READERS.forEach(reader -> some.add(reader + " | [x0 x3]"));
    return List.copyOf(some);
  }

  private static List<String> all() {
    Set<String> all = new LinkedHashSet<>();
    for (String writer : WRITERS) {
      READERS.forEach(reader -> all.add(reader + " | " + writer));
    }
    all.addAll(OTHERS);
    return List.copyOf(all);
  }

  /**
   * Explores for the given time. The first round is promised: from five seconds on it may take six
   * times as long.
   *
   * @throws IllegalStateException if the model checker misses a canary
   */
  public Report run(Duration time) {
    Canaries.check();
    long start = System.nanoTime();
    Duration most = time.compareTo(ENOUGH) < 0 ? time : time.multipliedBy(MOST_TIMES);
    long schedules = 0;
    Set<String> explored = new LinkedHashSet<>();
    try (ModelChecker checker = new ModelChecker(classes, scope)) {
      for (Plan plan : PLANS) {
        Duration within = plan == FIRST ? most : time;
        for (String text : plan.programs) {
          Duration left = left(within, start);
          if (left.isNegative()) {
            return new Report(explored.size(), schedules, unreached(plan), null, null);
          }
          explored.add(text);
          Exploration done =
              checker.exhaust(
                  program(checker, text),
                  new Budget(MOST_FOR_ONE, left.plusSeconds(1)),
                  plan.bounds);
          schedules += done.executions();
          if (done.counterexample() != null) {
            return new Report(explored.size(), schedules, List.of(), text, done.counterexample());
          }
        }
        if (plan == FIRST && left(most, start).isNegative()) { // perhaps in its last program
          return new Report(explored.size(), schedules, unreached(plan), null, null);
        }
      }
    }
    return new Report(explored.size(), schedules, List.of(), null, null);
  }

  private static Duration left(Duration within, long start) {
    return within.minusNanos(System.nanoTime() - start);
  }

  private static List<String> unreached(Plan plan) {
    return plan == FIRST ? List.of("an address space within " + plan.bounds) : List.of();
  }

  private Program program(ModelChecker checker, String text) {
    return checker.program(SpaceProgram.class.getName(), strategy + ":" + text);
  }

  /**
   * Runs one schedule of one program again; each time with the same trace.
   *
   * @throws IllegalArgumentException if the program never reaches a step of the schedule
   */
  public Report replay(SpaceRepetition repetition) {
    try (ModelChecker checker = new ModelChecker(classes, scope)) {
      Program program = program(checker, repetition.program());
      // As for a strategy's programs: a trace leaves out accesses to memory that no two threads
      // share.
      checker.exhaust(program, new Budget(LOOKS, Duration.ofMinutes(1)), new Bounds(1, 1));
      Exploration again = checker.replay(program, repetition.schedule());
      return new Report(1, 1, List.of(), repetition.program(), again.counterexample());
    }
  }
}
