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
 * How one strategy was judged.
 *
 * @param passes whether no rule is broken and no check ended without a verdict
 * @param declares the capabilities that it declares
 * @param lacks those that it does not: what they bind is shown as absent
 * @param passed how many checks found nothing
 * @param failed how many found a rule broken
 * @param skipped how many were not made
 * @param notJudged how many ended without a verdict
 * @param seconds how long all of it took, and each layer
 * @param skips why checks were not made, and which
 * @param explored what the model checker did, or null if it had no turn
 * @param stress what each stress run has to tell
 * @param whole whether all checks of the kit were made
 * @param unreached what the level promises to look at and time did not allow
 * @param failures the mistakes, the one to look at first first
 * @param unjudged which checks ended without a verdict, and why
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

  /** Whether no rule is broken, and something that was asked for, or promised, was not judged. */
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
