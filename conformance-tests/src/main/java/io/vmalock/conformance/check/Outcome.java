package io.vmalock.conformance.check;

import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import org.jspecify.annotations.Nullable;

/**
 * What a check that was made has come to.
 *
 * @param rule the rule that was broken, or null
 * @param text of a failure what was seen, of an unjudged check the reason, else what is worth
 *     telling: a number of rounds; may be empty
 * @param exploration what the model checker did, where it was its turn
 * @param seed the seed that shows a failure at once, or null for that of the options
 */
public record Outcome(
    Mark mark,
    @Nullable Rule rule,
    String text,
    Campaign.@Nullable Report exploration,
    @Nullable Long seed) {
  /** Nothing was found. */
  public static Outcome nothingFound(String text) {
    return new Outcome(Mark.PASSED, null, text, null, null);
  }

  /** A rule is broken. */
  public static Outcome broken(Rule rule, String seen) {
    return new Outcome(Mark.FAILED, rule, seen, null, null);
  }

  /** The check cannot be made of this strategy or on this machine. */
  public static Outcome skipped(String reason) {
    return new Outcome(Mark.SKIPPED, null, reason, null, null);
  }

  /** The check ended without a verdict. */
  public static Outcome notJudged(String reason) {
    return new Outcome(Mark.NOT_JUDGED, null, reason, null, null);
  }

  /** This outcome with what the model checker did. */
  public Outcome after(Campaign.Report report) {
    return new Outcome(mark, rule, text, report, seed);
  }

  /** This outcome, to be seen again with another seed. */
  public Outcome withSeed(long other) {
    return new Outcome(mark, rule, text, exploration, other);
  }
}
