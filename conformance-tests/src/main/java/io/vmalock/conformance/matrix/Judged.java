package io.vmalock.conformance.matrix;

import io.vmalock.Capability;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one strategy.
 *
 * @param passes whether no rule is broken and no check ended without a verdict
 * @param declares the capabilities that it declares
 * @param lacks the capabilities that it does not declare: their rules are shown as absent
 * @param passed the number of checks that found nothing
 * @param failed the number that found a broken rule
 * @param skipped the number that did not run
 * @param notJudged the number that ended without a verdict
 * @param seconds the time of all checks, and of each layer
 * @param skips the checks that did not run, with the reasons
 * @param explored the work of the model checker, or null if it did not run
 * @param stress the remark of each stress run
 * @param whole whether all checks of the kit ran
 * @param unreached the parts that the level promises and time did not allow
 * @param failures the mistakes, the one to look at first in front
 * @param unjudged the checks that ended without a verdict, with the reasons
 */
public record Judged(
    String strategy,
    boolean passes,
    List<String> declares,
    List<String> lacks,
    long passed,
    long failed,
    long skipped,
    long notJudged,
    double seconds,
    Map<String, Double> secondsByLayer,
    Map<String, List<String>> skips,
    @Nullable CampaignSummary explored,
    Map<String, String> stress,
    boolean whole,
    List<String> unreached,
    List<Failure> failures,
    Map<String, String> unjudged) {
  static Judged of(Verdict verdict) {
    Set<Capability> lacks = EnumSet.allOf(Capability.class);
    lacks.removeAll(verdict.capabilities());
    Map<String, Double> seconds = new LinkedHashMap<>();
    Map<String, List<String>> skips = new LinkedHashMap<>();
    Map<String, String> stress = new LinkedHashMap<>();
    Map<String, String> unjudged = new LinkedHashMap<>();
    CampaignSummary explored = null;
    for (Result result : verdict.results()) {
      String check = result.check().name();
      seconds.merge(
          result.check().layer().label(), result.took().toMillis() / 1e3, (a, b) -> round(a + b));
      if (result.exploration() != null) {
        explored = CampaignSummary.of(result.exploration());
      }
      switch (result.mark()) {
        case SKIPPED -> skips.computeIfAbsent(result.text(), why -> new ArrayList<>()).add(check);
        case NOT_JUDGED -> unjudged.put(check, result.text());
        case PASSED -> {
          if (result.check().layer() == Layer.STRESS) {
            stress.put(check, result.text());
          }
        }
        case FAILED -> {}
      }
    }
    return new Judged(
        verdict.strategy(),
        verdict.passed(),
        verdict.capabilities().stream().map(Capability::name).sorted().toList(),
        lacks.stream().map(Capability::name).toList(),
        count(verdict, Mark.PASSED),
        count(verdict, Mark.FAILED),
        count(verdict, Mark.SKIPPED),
        count(verdict, Mark.NOT_JUDGED),
        verdict.took().toMillis() / 1e3,
        seconds,
        skips,
        explored,
        stress,
        verdict.whole(),
        verdict.unreached(),
        verdict.causes().stream().map(cause -> Failure.of(cause, verdict.seed())).toList(),
        unjudged);
  }

  private static double round(double seconds) {
    return Math.round(seconds * 1e3) / 1e3;
  }

  private static long count(Verdict verdict, Mark mark) {
    return verdict.results().stream().filter(result -> result.mark() == mark).count();
  }

  /** Whether no rule is broken, but a requested or promised check was not judged. */
  public boolean isOpen() {
    return failed == 0 && (notJudged > 0 || !unreached.isEmpty());
  }

  private String verdict() {
    if (failed > 0) {
      return "breaks the contract";
    }
    if (isOpen()) {
      return "no verdict";
    }
    return whole
        ? "keeps the contract"
        : "nothing found by the checks that were asked for, which is no verdict on the contract";
  }

  /** One line for people. */
  public String words() {
    return strategy
        + ": "
        + verdict()
        + "; "
        + passed
        + " checks passed, "
        + failed
        + " failed, "
        + skipped
        + " skipped, "
        + notJudged
        + " not judged, in "
        + Math.round(seconds * 10) / 10.0
        + " s"
        + (unreached.isEmpty()
            ? ""
            : "; of what the level promises, time did not allow: " + String.join("; ", unreached));
  }
}
