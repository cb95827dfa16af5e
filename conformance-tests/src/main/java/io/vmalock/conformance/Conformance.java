package io.vmalock.conformance;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Result.Mark;
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
    checks.addAll(StressRuns.all());
    checks.add(new ExplorerCheck());
    return List.copyOf(checks);
  }

  /** Runs the checks that {@code options} picks. */
  public static Verdict run(VmaLockStrategy strategy, Options options) {
    List<Result> results = new ArrayList<>();
    for (Check check : checks()) {
      if (options.picks(check)) {
        Result result = run(check, strategy, options);
        results.add(result);
        if (options.stopAtFirst() && result.mark() == Mark.FAILED) {
          break;
        }
      }
    }
    return new Verdict(
        strategy.name(), strategy.capabilities(), options.seed(), List.copyOf(results));
  }

  /** Runs one check. */
  public static Result run(Check check, VmaLockStrategy strategy, Options options) {
    String again = options.again().line(strategy.name(), check, options);
    long start = System.nanoTime();
    Set<Capability> missing = new TreeSet<>(check.needs());
    missing.removeAll(strategy.capabilities());
    if (!missing.isEmpty()) {
      String reason = "does not declare " + missing.iterator().next();
      return new Result(check, Mark.SKIPPED, null, reason, Duration.ZERO, again);
    }
    Mark mark;
    Rule rule = null;
    String text;
    try {
      text = check.run(strategy, options);
      mark = Mark.PASSED;
    } catch (NotHere e) {
      text = String.valueOf(e.getMessage());
      mark = Mark.SKIPPED;
    } catch (NotJudged e) {
      text = String.valueOf(e.getMessage());
      mark = Mark.NOT_JUDGED;
    } catch (RuleBroken e) {
      rule = e.rule();
      text = String.valueOf(e.getMessage());
      mark = Mark.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      text = "interrupted";
      mark = Mark.NOT_JUDGED;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      rule = check.rules().get(0);
      text = "an exception that the contract does not know: " + trace(e);
      mark = Mark.FAILED;
    }
    return new Result(check, mark, rule, text, Duration.ofNanos(System.nanoTime() - start), again);
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
