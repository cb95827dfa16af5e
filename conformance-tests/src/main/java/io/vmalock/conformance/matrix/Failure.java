package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Cause;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A rule that a strategy breaks, by what seems to be one mistake.
 *
 * @param kind the rule's kind
 * @param layer the layer that saw it
 * @param check the check that saw it
 * @param seen the observation
 * @param interleaving the steps of all threads, in order; empty if the check is the whole story
 * @param seed the seed of random choices
 * @param again one line that repeats exactly this
 * @param foundAfter the seconds since the first check began
 * @param took the seconds that the check took
 * @param alike further checks that fail alike, by name
 * @param explored one line that runs the model checker's execution of it, if it differs from this
 *     one; otherwise empty
 */
public record Failure(
    String rule,
    String sentence,
    String kind,
    String layer,
    String check,
    String seen,
    String interleaving,
    long seed,
    String again,
    double foundAfter,
    double took,
    List<String> alike,
    String explored) {
  /** The facts of one mistake. */
  public static Failure of(Cause cause, long seed) {
    Result result = cause.first();
    Rule rule = Objects.requireNonNull(result.rule(), "a failure is of a rule");
    String seen = result.text().strip();
    String interleaving = "";
    Campaign.Report report = result.exploration();
    if (report != null && report.counterexample() != null) {
      seen = "program " + report.program() + ", " + report.counterexample().finding();
      interleaving = report.story().strip();
    }
    return new Failure(
        rule.name(),
        rule.sentence(),
        rule.kind().label(),
        result.check().layer().label(),
        result.check().name(),
        seen,
        interleaving,
        seed,
        result.again(),
        seconds(result.ended()),
        seconds(result.took()),
        cause.alike().stream().map(other -> other.check().name()).toList(),
        cause.alike().stream()
            .filter(other -> other.check().layer() == Layer.MODEL_CHECKER)
            .map(Result::again)
            .findFirst()
            .orElse(""));
  }

  private static double seconds(Duration time) {
    return Math.round(time.toMillis() / 10.0) / 100.0;
  }
}
