package io.vmalock.conformance;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.check.Cause;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.Thrown;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.generated.GeneratedChecks;
import io.vmalock.conformance.generated.WrittenProgram;
import io.vmalock.conformance.modelcheck.ModelCheckerCheck;
import io.vmalock.conformance.modelcheck.SpaceCheck;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import io.vmalock.conformance.modelcheck.campaign.SpaceRepetition;
import io.vmalock.conformance.scenario.Scenarios;
import io.vmalock.conformance.space.SpaceChecks;
import io.vmalock.conformance.stress.StressRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the checks of the kit on a strategy, for JUnit and for the command line.
 *
 * <pre>{@code
 * Verdict verdict = Conformance.run(new MyStrategy(), Options.standard());
 * }</pre>
 */
public final class Conformance {
  /**
   * The number of calls that do not return after which the kit stops. Such calls leave threads
   * behind, which may spin and starve the other checks.
   */
  private static final int MOST_HANGS = 3;

  private static final String WEDGED =
      "not run: in "
          + MOST_HANGS
          + " checks a call did not return, and its threads still run; fix that first";

  private Conformance() {}

  /** All checks, the basic ones first. */
  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>(Scenarios.all());
    checks.addAll(GeneratedChecks.all());
    checks.addAll(StressRuns.all());
    checks.add(new ModelCheckerCheck());
    checks.addAll(SpaceChecks.all());
    checks.add(new SpaceCheck());
    return List.copyOf(checks);
  }

  /**
   * Reads the replay text of a finding.
   *
   * @return the text in the form for {@link Options#withReplay}
   * @throws IllegalArgumentException if it is no execution and no generated program
   */
  public static String replayed(String text) {
    if (Options.isProgram(text)) {
      return WrittenProgram.parse(text).toString();
    }
    return SpaceRepetition.is(text)
        ? SpaceRepetition.parse(text).toString()
        : Repetition.parse(text).toString();
  }

  /** Learns of each check, to show progress and the time left. */
  public interface Observer {
    /** A check begins, after {@code before} checks and with {@code after} to come. */
    default void begins(Check check, List<Check> before, List<Check> after) {}

    /** A check has ended; {@code isNew} if it found a new mistake. */
    default void ends(Result result, boolean isNew) {}
  }

  /** Runs the checks that {@code options} picks. */
  public static Verdict run(VmaLockStrategy strategy, Options options) {
    return run(strategy, options, new Observer() {});
  }

  /** Judges a strategy, and tells {@code observer} of each result. */
  public static Verdict run(VmaLockStrategy strategy, Options options, Observer observer) {
    List<Check> picked = checks().stream().filter(options::picks).toList();
    List<Result> results = new ArrayList<>();
    Cause.Sorting causes = new Cause.Sorting();
    long start = System.nanoTime();
    for (int i = 0; i < picked.size(); i++) {
      Check check = picked.get(i);
      observer.begins(check, picked.subList(0, i), picked.subList(i + 1, picked.size()));
      boolean wedged = results.stream().filter(Result::hangs).count() >= MOST_HANGS;
      Result result =
          (wedged
                  ? result(check, strategy, options, Outcome.notJudged(WEDGED), Duration.ZERO)
                  : run(check, strategy, options))
              .endedAfter(Duration.ofNanos(System.nanoTime() - start));
      results.add(result);
      observer.ends(result, causes.add(result));
      boolean refused = strategy.maxReaders() < Rule.LEAST_READERS; // nothing else can be said
      if ((options.stopAtFirst() || refused) && result.mark() == Mark.FAILED) {
        break;
      }
    }
    return new Verdict(
        strategy.name(),
        strategy.capabilities(),
        options.seed(),
        options.leavesOut().isEmpty() && results.size() == picked.size(),
        List.copyOf(results));
  }

  /** Runs one check. */
  public static Result run(Check check, VmaLockStrategy strategy, Options options) {
    long start = System.nanoTime();
    Set<Capability> missing = new TreeSet<>(check.needs());
    missing.removeAll(strategy.capabilities());
    Outcome outcome =
        missing.isEmpty()
            ? outcome(check, strategy, options)
            : Outcome.skipped("does not declare " + missing.iterator().next());
    return result(check, strategy, options, outcome, Duration.ofNanos(System.nanoTime() - start));
  }

  private static Result result(
      Check check, VmaLockStrategy strategy, Options options, Outcome outcome, Duration took) {
    String replay = outcome.replay();
    Options same = replay == null ? options : options.withReplay(replay);
    return new Result(
        check,
        outcome.mark(),
        outcome.rule(),
        outcome.text(),
        outcome.exploration(),
        outcome.unreached(),
        took,
        took,
        outcome.hangs(),
        options.again().line(strategy.name(), check, same));
  }

  private static Outcome outcome(Check check, VmaLockStrategy strategy, Options options) {
    int most = strategy.maxReaders();
    if (most < Rule.LEAST_READERS) {
      return Outcome.broken(
          Rule.X5, "maxReaders is " + most + ", and must be at least " + Rule.LEAST_READERS);
    }
    try {
      return check.run(strategy, options);
    } catch (CannotJudge e) {
      return Outcome.skipped(String.valueOf(e.getMessage()));
    } catch (RuleBroken e) {
      return broken(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.notJudged("interrupted");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return broken(Thrown.by(strategy, e, check.rules().get(0)));
    }
  }

  private static Outcome broken(RuleBroken e) {
    return Outcome.broken(e.rule(), String.valueOf(e.getMessage())).hanging(e.isHang());
  }
}
