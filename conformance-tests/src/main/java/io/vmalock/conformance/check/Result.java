package io.vmalock.conformance.check;

import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check.
 *
 * @param rule the rule that was broken, or null
 * @param text the observation of a failure, the reason of a skipped or unjudged check, or else the
 *     check's remark
 * @param exploration the work of the model checker, if it ran
 * @param unreached the parts that the level promises and time did not allow
 * @param took the duration of the check
 * @param ended the time from the start of the first check to the end of this one
 * @param hangs whether a call did not return, so that threads are left behind
 * @param again one line that repeats exactly this
 */
public record Result(
    Check check,
    Mark mark,
    @Nullable Rule rule,
    String text,
    Campaign.@Nullable Report exploration,
    List<String> unreached,
    Duration took,
    Duration ended,
    boolean hangs,
    String again) {
  /** The way in which a check ended. */
  public enum Mark {
    /** Nothing found. */
    PASSED("✓"),
    /** A rule is broken. */
    FAILED("✗"),
    /** Not run: the strategy does not declare the capability. */
    SKIPPED("–"),
    /** Not run, or not to the end: no verdict. */
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
    return new Result(check, mark, rule, text, exploration, unreached, took, other, hangs, again);
  }

  /** The rule, its sentence, the observation, the check, and the line that repeats it. */
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
