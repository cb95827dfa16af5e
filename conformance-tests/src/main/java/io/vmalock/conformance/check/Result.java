package io.vmalock.conformance.check;

import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one check.
 *
 * @param rule the rule that was broken, or null
 * @param text of a failure what was seen, of a skipped or unjudged check the reason, else what the
 *     check has to tell
 * @param exploration what the model checker did, where it was its turn
 * @param took how long the check took
 * @param ended how long after the first check had begun this one ended
 * @param hangs whether a call did not return, so that threads are left behind
 * @param again one line that does exactly this again
 */
public record Result(
    Check check,
    Mark mark,
    @Nullable Rule rule,
    String text,
    Campaign.@Nullable Report exploration,
    Duration took,
    Duration ended,
    boolean hangs,
    String again) {
  /** How a check ended. */
  public enum Mark {
    /** Nothing found. */
    PASSED("✓"),
    /** A rule is broken. */
    FAILED("✗"),
    /** Not done: the strategy does not declare what it is about. */
    SKIPPED("–"),
    /** Not done, or not to the end: no verdict. */
    NOT_JUDGED("?");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    /** One character for tables. */
    public String sign() {
      return sign;
    }
  }

  /** This result as one of a run of many checks. */
  public Result endedAfter(Duration other) {
    return new Result(check, mark, rule, text, exploration, took, other, hangs, again);
  }

  /** Rule, sentence, what was seen, in which check, and how to see it again. */
  public String report() {
    if (rule == null) {
      return check.layer().label() + " \"" + check.name() + "\": " + text;
    }
    return rule
        + ": "
        + rule.sentence()
        + "\n  seen:  "
        + text.strip().replace("\n", "\n         ")
        + "\n  in:    "
        + check.layer().label()
        + " \""
        + check.name()
        + "\"\n  again: "
        + again;
  }
}
