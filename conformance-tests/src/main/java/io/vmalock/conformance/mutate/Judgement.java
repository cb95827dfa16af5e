package io.vmalock.conformance.mutate;

/**
 * What came of judging one mutant.
 *
 * @param layer the layer that killed it, by its label; empty if it was not killed
 * @param check the check that killed it, by its slug; of one that was not judged the reason
 * @param rule the rule that was broken, or what else happened
 * @param millis how long it took
 */
public record Judgement(Outcome outcome, String layer, String check, String rule, long millis) {
  /** What can come of it. */
  public enum Outcome {
    /** A check saw a rule broken. */
    KILLED,
    /** A check did not come to its end in many times its time. */
    HUNG,
    /** No check saw anything wrong. */
    SURVIVED,
    /** No check saw anything wrong, and one could not judge. */
    NOT_JUDGED;

    /** Whether the kit noticed the edit. */
    public boolean isKilled() {
      return this == KILLED || this == HUNG;
    }
  }
}
