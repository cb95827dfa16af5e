package io.vmalock.conformance.modelcheck.weaken;

import io.vmalock.modelcheck.finding.Finding;
import org.jspecify.annotations.Nullable;

/**
 * The model checker's verdict on a strategy with one access weakened.
 *
 * @param strategy the strategy's name
 * @param weakening the weakened access
 * @param outcome the outcome
 * @param finding the finding, or null
 * @param program the program that showed it, or null
 * @param schedules the number of schedules
 * @param nanos the time in nanoseconds
 */
public record Trial(
    String strategy,
    Weakening weakening,
    Outcome outcome,
    @Nullable Finding finding,
    @Nullable String program,
    long schedules,
    long nanos) {
  /** The outcome of a trial. */
  public enum Outcome {
    /** The model checker saw a broken rule: the order is needed. */
    KILLED("killed"),
    /** It saw no broken rule in its time. */
    SURVIVED("survived"),
    /** No program makes this access, with this strategy. */
    NOT_USED("not used"),
    /** It met something that it cannot model. */
    NOT_JUDGED("not judged");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** The broken rule, or another fault; empty if nothing was found. */
  public String rule() {
    if (finding == null) {
      return "";
    }
    return finding.rule().isEmpty() ? finding.kind().words() : finding.rule();
  }
}
