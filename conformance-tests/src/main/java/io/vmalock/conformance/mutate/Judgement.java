package io.vmalock.conformance.mutate;

/**
 * The judgement of one mutant.
 *
 * @param layer the layer that killed it, by its label; empty if it was not killed
 * @param check the check that killed it, by its slug; the reason if it was not judged
 * @param rule the broken rule, or another event
 * @param millis the time in milliseconds
 */
public record Judgement(Outcome outcome, String layer, String check, String rule, long millis) {
  /** The outcome of a judgement. */
  public enum Outcome {
    /** A check saw a broken rule. */
    KILLED,
    /** A check did not end in many times its usual time. */
    HUNG,
    /** No check saw anything wrong. */
    SURVIVED,
    /** No check saw anything wrong, and one could not judge, or had no time for all it promises. */
    NOT_JUDGED;

    /** Whether the kit noticed the edit. */
    public boolean isKilled() {
      return this == KILLED || this == HUNG;
    }
  }
}
