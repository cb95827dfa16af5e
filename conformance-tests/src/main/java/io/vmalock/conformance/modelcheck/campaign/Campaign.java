package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.conformance.modelcheck.program.Pairs;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.litmus.Canaries;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Coverage;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Explores one strategy with all generated programs, in rounds of wider and wider bounds, until
 * there is a finding or the time is over. More time explores further.
 */
public final class Campaign {
  /**
   * The share of one program's time in rounds of wide bounds, so that it does not use up the time
   * of all others.
   */
  private static final long MOST_FOR_ONE = 20_000;

  /** A planned round: its programs, its bounds, and the most executions of one program. */
  private record Plan(Programs programs, Bounds bounds, long most) {
    Plan(Programs programs, Bounds bounds) {
      this(programs, bounds, MOST_FOR_ONE);
    }
  }

  private enum Programs {
    READERS("a reader and a writer"),
    WARMED_UP("the same after many reads"),
    WARMED_UP_FIRST("two of these"),
    WARMED_UP_AGAIN("many reads again after a section"),
    RULES("programs of single rules"),
    PASSERS("those who only pass"),
    PASSERS_LATE("those who pass late"),
    SMALL("small programs"),
    LEAVERS("those who leave at once"),
    COME_AND_GO("reads of what comes and goes"),
    PAIRS("all pairs"),
    TRIPLES("triples"),
    TRIPLES_APART("triples on two VMAs");

    private final String words;

    Programs(String words) {
      this.words = words;
    }
  }

  /**
   * The rounds. Each finds mistakes that take one more unusual event. Rounds that find most in the
   * least time come first.
   */
  private static final List<Plan> PLANS =
      List.of(
          new Plan(Programs.READERS, new Bounds(1, 0)),
          new Plan(Programs.RULES, new Bounds(0, 0)),
          new Plan(Programs.READERS, new Bounds(1, 1)),
          new Plan(Programs.RULES, new Bounds(1, 0)),
          // Small programs need not wait for what large ones take.
          new Plan(Programs.RULES, new Bounds(1, 1), 300),
          new Plan(Programs.READERS, new Bounds(2, 0), 300),
          new Plan(Programs.PASSERS, new Bounds(2, 0), 3_000),
          new Plan(Programs.PASSERS_LATE, new Bounds(3, 0), 4_000),
          new Plan(Programs.SMALL, new Bounds(2, 1), 6_000),
          new Plan(Programs.LEAVERS, new Bounds(2, 0), 3_000),
          new Plan(Programs.COME_AND_GO, new Bounds(1, 2)),
          new Plan(Programs.WARMED_UP, new Bounds(1, 0)),
          new Plan(Programs.WARMED_UP_FIRST, new Bounds(1, 1)),
          new Plan(Programs.WARMED_UP_AGAIN, new Bounds(1, 1)),
          new Plan(Programs.PAIRS, new Bounds(1, 0)),
          new Plan(Programs.RULES, new Bounds(2, 0), 400),
          new Plan(Programs.READERS, new Bounds(1, 2)),
          new Plan(Programs.RULES, new Bounds(1, 1)),
          new Plan(Programs.READERS, new Bounds(2, 1)),
          new Plan(Programs.WARMED_UP_FIRST, new Bounds(2, 1)),
          new Plan(Programs.WARMED_UP, new Bounds(1, 1)),
          new Plan(Programs.PAIRS, new Bounds(1, 1)),
          new Plan(Programs.TRIPLES, new Bounds(0, 0)),
          new Plan(Programs.RULES, new Bounds(2, 0)),
          new Plan(Programs.TRIPLES, new Bounds(1, 0)),
          new Plan(Programs.PAIRS, new Bounds(2, 0)),
          new Plan(Programs.RULES, new Bounds(3, 0)),
          new Plan(Programs.READERS, new Bounds(2, 2)),
          new Plan(Programs.READERS, new Bounds(3, 1)),
          new Plan(Programs.WARMED_UP, new Bounds(2, 1)),
          new Plan(Programs.WARMED_UP_AGAIN, new Bounds(2, 1)),
          new Plan(Programs.PAIRS, new Bounds(2, 1)),
          new Plan(Programs.TRIPLES, new Bounds(1, 1)),
          new Plan(Programs.TRIPLES, new Bounds(2, 0)),
          new Plan(Programs.TRIPLES_APART, new Bounds(1, 0)),
          new Plan(Programs.RULES, new Bounds(2, 1)),
          new Plan(Programs.TRIPLES_APART, new Bounds(1, 1)),
          new Plan(Programs.PAIRS, new Bounds(2, 2)),
          new Plan(Programs.TRIPLES, new Bounds(2, 1)));

  /** The number of rounds that the default level promises. */
  public static final int LEAST = 15;

  /** The number of rounds that the deep level promises. */
  public static final int LEAST_AT_DEEP = 32;

  /** The factor of the given time that promised rounds may take, on a loaded machine. */
  private static final int MOST_TIMES = 2;

  /** Executions before a replay. */
  private static final int LOOKS = 100;

  private final ClassLoader classes;
  private final Scope scope;
  private final String strategy;
  private final Set<String> capabilities;
  private final long seed;
  private final Duration time;
  private final int least;
  private final int checkers;

  /**
   * A campaign.
   *
   * @param classes finds the class files of the strategy
   * @param scope the strategy's classes, which are rewritten like the project's
   * @param strategy the class of the strategy, with a constructor without parameters
   * @param capabilities the names of its capabilities
   * @param seed the seed of the order of triples
   * @param time the time that it may take
   * @param least the number of rounds that are made even if they take twice that time
   * @param checkers the number of model checkers that work at once
   */
  public Campaign(
      ClassLoader classes,
      Scope scope,
      String strategy,
      Set<String> capabilities,
      long seed,
      Duration time,
      int least,
      int checkers) {
    this.classes = classes;
    this.scope = scope.with(StrategyProgram.class.getPackageName() + ".");
    this.strategy = strategy;
    this.capabilities = capabilities;
    this.seed = seed;
    this.time = time;
    this.least = least;
    this.checkers = checkers;
  }

  /**
   * The work and the findings of a campaign.
   *
   * @param rounds the explored rounds, in order
   * @param unreached the promised rounds that were not completed
   * @param program the program of the counterexample, or null
   * @param counterexample the first finding, or null
   * @param rules all rules that this program broke
   * @param coverage the modelled part of each class
   * @param warnings the observations that are no errors
   * @param nanos the time it took
   */
  public record Report(
      List<Round> rounds,
      List<String> unreached,
      @Nullable String program,
      @Nullable Counterexample counterexample,
      SortedSet<String> rules,
      Map<String, Coverage> coverage,
      SortedSet<String> warnings,
      long nanos) {
    /** All schedules of all rounds. */
    public long schedules() {
      return rounds.stream().mapToLong(Round::schedules).sum();
    }

    /** This report with the counterexample of another report. */
    public Report as(Report other) {
      return new Report(
          rounds,
          unreached,
          program,
          other.counterexample,
          rules,
          coverage,
          warnings,
          nanos + other.nanos);
    }

    /** The counterexample in columns, its sequences as distances from the first. */
    public String story() {
      return Sequences.readable(String.valueOf(counterexample));
    }

    /** The repetition of the counterexample, or null. */
    public @Nullable Repetition repetition() {
      return program == null || counterexample == null
          ? null
          : new Repetition(program, counterexample.schedule());
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      rounds.forEach(round -> text.append(round).append('\n'));
      if (counterexample != null) {
        text.append("program ").append(program).append(", ").append(story());
      }
      return text.toString();
    }
  }

  /**
   * One round.
   *
   * @param what the kind of programs
   * @param bounds the bounds
   * @param programs the number of programs
   * @param begun the number explored
   * @param exhausted the number explored fully
   * @param schedules the number of schedules run
   */
  public record Round(
      String what, Bounds bounds, int programs, int begun, int exhausted, long schedules) {
    @Override
    public String toString() {
      return what
          + " within "
          + bounds
          + ": "
          + exhausted
          + " of "
          + programs
          + " programs exhausted, "
          + (begun - exhausted)
          + " in part, "
          + schedules
          + " schedules";
    }
  }

  /**
   * Runs the campaign, and the canaries first.
   *
   * @throws IllegalStateException if the model checker misses a canary
   */
  public Report run() {
    Canaries.check();
    return runWithoutCanaries();
  }

  /** Runs the campaign, if the canaries have been seen. */
  public Report runWithoutCanaries() {
    return new Run().all();
  }

  /**
   * Runs one schedule of one program again; each time with the same trace.
   *
   * @throws IllegalArgumentException if the program never reaches a step of the schedule
   */
  public Report replay(Repetition repetition) {
    long start = System.nanoTime();
    try (ModelChecker checker = new ModelChecker(classes, scope)) {
      Program program =
          checker.program(StrategyProgram.class.getName(), strategy + ":" + repetition.program());
      // A trace leaves out accesses to memory that no two threads share, which the model checker
      // learns by running. So it always makes the same number of executions before this one.
      checker.exhaust(program, new Budget(LOOKS, Duration.ofMinutes(1)), new Bounds(1, 1));
      Exploration again = checker.replay(program, repetition.schedule());
      return new Report(
          List.of(),
          List.of(),
          repetition.program(),
          again.counterexample(),
          new TreeSet<>(again.rules()),
          new TreeMap<>(checker.coverage()),
          new TreeSet<>(again.warnings()),
          System.nanoTime() - start);
    }
  }

  /** A campaign in progress. */
  private final class Run {
    private final long start = System.nanoTime();
    private final List<ModelChecker> team = new ArrayList<>();
    private final List<Round> rounds = new ArrayList<>();
    private final SortedSet<String> warnings = new TreeSet<>();
    private final SortedSet<String> rules = new TreeSet<>();
    private @Nullable String program;
    private @Nullable Counterexample counterexample;

    /** The index in its round of the program of the counterexample. */
    private int found = Integer.MAX_VALUE;

    /** Whether this round is made even if the time is over. */
    private volatile boolean promised;

    private Duration left() {
      return time.multipliedBy(promised ? MOST_TIMES : 1).minusNanos(System.nanoTime() - start);
    }

    private synchronized boolean isOver() {
      return counterexample != null || left().isNegative() || left().isZero();
    }

    Report all() {
      for (int i = 0; i < checkers; i++) {
        team.add(new ModelChecker(classes, scope));
      }
      try {
        List<String> unreached = new ArrayList<>();
        for (int i = 0; i < PLANS.size(); i++) {
          Plan plan = PLANS.get(i);
          promised = i < least;
          List<String> programs =
              switch (plan.programs) {
                case READERS -> Pairs.readers(capabilities);
                case WARMED_UP -> Pairs.warmedUp(capabilities);
                case WARMED_UP_FIRST -> Pairs.warmedUpFirst(capabilities);
                case WARMED_UP_AGAIN -> Pairs.warmedUpAgain(capabilities);
                case RULES -> Pairs.ofRules(capabilities);
                case PASSERS -> Pairs.passers(capabilities);
                case PASSERS_LATE -> Pairs.passersLate(capabilities);
                case LEAVERS -> Pairs.leavers(capabilities);
                case SMALL -> Pairs.small(capabilities);
                case COME_AND_GO -> Pairs.comeAndGo(capabilities);
                case PAIRS -> Pairs.pairs(capabilities);
                case TRIPLES -> Pairs.triples(capabilities, seed);
                case TRIPLES_APART -> Pairs.triplesApart(capabilities, seed);
              };
          round(plan, programs);
          if (promised && counterexample == null && isOver()) {
            unreached.add(plan.programs.words + " within " + plan.bounds);
          }
        }
        Map<String, Coverage> coverage = new TreeMap<>();
        team.forEach(checker -> coverage.putAll(checker.coverage()));
        return new Report(
            rounds,
            unreached,
            program,
            counterexample,
            rules,
            coverage,
            warnings,
            System.nanoTime() - start);
      } finally {
        team.forEach(ModelChecker::close);
      }
    }

    private void round(Plan plan, List<String> programs) {
      if (isOver()) {
        return;
      }
      AtomicInteger next = new AtomicInteger();
      AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
      List<Exploration> done = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (ModelChecker checker : team) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = next.getAndIncrement();
                        i < programs.size() && !isOver();
                        i = next.getAndIncrement()) {
                      explore(checker, i, programs.get(i), plan, done);
                    }
                  } catch (RuntimeException | Error e) {
                    // Programs that cannot be run would look as if they had passed.
                    failed.set(e);
                  }
                },
                "campaign");
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException("interrupted in a campaign", e);
        }
      }
      Throwable failure = failed.get();
      if (failure != null) {
        throw new IllegalStateException("cannot explore " + strategy + ": " + failure, failure);
      }
      int exhausted = (int) done.stream().filter(one -> one.passes().get(0).exhausted()).count();
      long schedules = done.stream().mapToLong(Exploration::executions).sum();
      rounds.add(
          new Round(
              plan.programs.words,
              plan.bounds,
              programs.size(),
              done.size(),
              exhausted,
              schedules));
    }

    private void explore(
        ModelChecker checker, int index, String text, Plan plan, List<Exploration> done) {
      Exploration exploration =
          checker.exhaust(
              checker.program(StrategyProgram.class.getName(), strategy + ":" + text),
              new Budget(plan.most, left()),
              plan.bounds);
      synchronized (this) {
        if (!exploration.passes().isEmpty()) {
          done.add(exploration);
        }
        warnings.addAll(exploration.warnings());
        // The first program in order, not in time: the verdict must not depend on which model
        // checker was quicker. The programs before this one are done or in progress.
        if (exploration.counterexample() != null && index < found) {
          found = index;
          counterexample = exploration.counterexample();
          program = text;
          rules.clear();
          rules.addAll(exploration.rules());
        }
      }
    }
  }
}
