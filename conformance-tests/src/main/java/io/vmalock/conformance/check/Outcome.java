package io.vmalock.conformance.check;

import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a check that ran.
 *
 * @param rule the rule that was broken, or null
 * @param text the observation of a failure, the reason of an unjudged check, or else a remark such
 *     as a number of rounds; may be empty
 * @param exploration the work of the model checker, if it ran
 * @param unreached the parts that the level promises and time did not allow
 * @param replay the text that replays exactly this failure, or null if only the check can
 * @param hangs whether a call did not return, so that threads are left behind
 */
public record Outcome(
    Mark mark,
    @Nullable Rule rule,
    String text,
    Campaign.@Nullable Report exploration,
    List<String> unreached,
    @Nullable String replay,
    boolean hangs) {
  /** Nothing was found. */
  public static Outcome nothingFound(String text) {
    return new Outcome(Mark.PASSED, null, text, null, List.of(), null, false);
  }

  /** A rule is broken. */
  public static Outcome broken(Rule rule, String seen) {
    return new Outcome(Mark.FAILED, rule, seen, null, List.of(), null, false);
  }

  /** The check cannot judge this strategy, or not on this machine. */
  public static Outcome skipped(String reason) {
    return new Outcome(Mark.SKIPPED, null, reason, null, List.of(), null, false);
  }

  /** The check ended without a verdict. */
  public static Outcome notJudged(String reason) {
    return new Outcome(Mark.NOT_JUDGED, null, reason, null, List.of(), null, false);
  }

  /** This outcome with the work of the model checker. */
  public Outcome after(Campaign.Report report) {
    return new Outcome(mark, rule, text, report, report.unreached(), replay, hangs);
  }

  /** This outcome, of a check without time for all that the level promises. */
  public Outcome without(List<String> parts) {
    return new Outcome(mark, rule, text, exploration, List.copyOf(parts), replay, hangs);
  }

  /** This outcome with the text of a replay. */
  public Outcome seenAgainBy(String other) {
    return new Outcome(mark, rule, text, exploration, unreached, other, hangs);
  }

  /** This outcome, of a call that does not return. */
  public Outcome hanging(boolean other) {
    return new Outcome(mark, rule, text, exploration, unreached, replay, other);
  }
}
