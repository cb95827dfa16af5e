package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.util.Objects;

/**
 * A rule that a strategy breaks.
 *
 * @param kind the rule's kind
 * @param layer which layer saw it
 * @param check in which check
 * @param seen what was seen
 * @param interleaving who did what, in which order; empty where the check is the whole story
 * @param seed where random choices came from
 * @param again one line that runs exactly this again
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
    String again) {
  static Failure of(Result result, long seed) {
    Rule rule = Objects.requireNonNull(result.rule(), "a failure is of a rule");
    String seen = result.text().strip();
    String interleaving = "";
    Campaign.Report report = result.exploration();
    if (report != null && report.counterexample() != null) {
      seen = "program " + report.program() + ", " + report.counterexample().finding();
      interleaving = report.counterexample().toString().strip();
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
        result.again());
  }
}
