package io.vmalock.conformance.modelcheck.weaken;

import io.vmalock.modelcheck.finding.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What the model checker said of a strategy with one access weakened.
 *
 * @param strategy the strategy's name
 * @param weakening what was weakened
 * @param outcome what came of it
 * @param finding what it found, or null
 * @param program the program in which it found it, or null
 * @param schedules how many schedules that took
 * @param nanos how long that took
 */
public record Trial(
    String strategy,
    Weakening weakening,
    Outcome outcome,
    @Nullable Finding finding,
    @Nullable String program,
    long schedules,
    long nanos) {
  /** What can come of a trial. */
  public enum Outcome {
    /** The model checker saw a rule broken: the order is needed. */
    KILLED("killed"),
    /** It saw none in the time that it had. */
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

  /** The rule that is broken, or what else is wrong; empty if nothing was found. */
  public String rule() {
    if (finding == null) {
      return "";
    }
    return finding.rule().isEmpty() ? finding.kind().words() : finding.rule();
  }
}
