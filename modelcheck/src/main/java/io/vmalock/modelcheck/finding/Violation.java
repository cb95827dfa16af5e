package io.vmalock.modelcheck.finding;

/** Thrown, or reported, where a rule is broken. */
public final class Violation extends Error {
  private static final long serialVersionUID = 1;

  private final String rule;

  /** A broken rule, by its number, and the observation that shows it. */
  public Violation(String rule, String seen) {
    super(seen);
    this.rule = rule;
  }

  /** The number of the rule, such as X1. */
  public String rule() {
    return rule;
  }
}
