package io.vmalock.conformance;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.generated.GeneratedChecks;
import io.vmalock.conformance.modelcheck.ModelCheckerCheck;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import io.vmalock.conformance.scenario.Scenarios;
import io.vmalock.conformance.stress.StressRuns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of the kit on a strategy: what JUnit and the command line both sit on.
 *
 * <pre>{@code
 * Verdict verdict = Conformance.run(new MyStrategy(), Options.standard());
 * }</pre>
 */
public final class Conformance {
  private Conformance() {}

  /** All checks, from the ground up. */
  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>(Scenarios.all());
    checks.addAll(GeneratedChecks.all());
    checks.addAll(StressRuns.all());
    checks.add(new ModelCheckerCheck());
    return List.copyOf(checks);
  }

  /** Told what goes on, by those who want to tell how long it will take. */
  @FunctionalInterface
  public interface Observer {
    /** Now comes {@code check}, after {@code before} and with {@code after} to come. */
    void begins(Check check, List<Check> before, List<Check> after);
  }

  /** Runs the checks that {@code options} picks. */
  public static Verdict run(VmaLockStrategy strategy, Options options) {
    return run(strategy, options, (check, before, after) -> {});
  }

  /** Judges a strategy, and tells {@code observer} of each result. */
  public static Verdict run(VmaLockStrategy strategy, Options options, Observer observer) {
    List<Check> picked = checks().stream().filter(options::picks).toList();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < picked.size(); i++) {
      Check check = picked.get(i);
      observer.begins(check, picked.subList(0, i), picked.subList(i + 1, picked.size()));
      Result result = run(check, strategy, options);
      results.add(result);
      if (options.stopAtFirst() && result.mark() == Mark.FAILED) {
        break;
      }
    }
    return new Verdict(
        strategy.name(), strategy.capabilities(), options.seed(), List.copyOf(results));
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
    Campaign.Report exploration = outcome.exploration();
    Repetition found = exploration == null ? null : exploration.repetition();
    Long seed = outcome.seed();
    Options same =
        found != null
            ? options.withReplay(found.toString())
            : seed != null ? options.withSeed(seed) : options;
    return new Result(
        check,
        outcome.mark(),
        outcome.rule(),
        outcome.text(),
        exploration,
        Duration.ofNanos(System.nanoTime() - start),
        options.again().line(strategy.name(), check, same));
  }

  private static Outcome outcome(Check check, VmaLockStrategy strategy, Options options) {
    try {
      return check.run(strategy, options);
    } catch (CannotJudge e) {
      return Outcome.skipped(String.valueOf(e.getMessage()));
    } catch (RuleBroken e) {
      return Outcome.broken(e.rule(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.notJudged("interrupted");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return Outcome.broken(
          check.rules().get(0), "an exception that the contract does not know: " + trace(e));
    }
  }

  private static String trace(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    List<String> lines = text.toString().lines().limit(12).toList();
    return String.join("\n", lines);
  }
}
