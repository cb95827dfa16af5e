package io.vmalock.conformance.check;

/** A strategy did what a rule forbids. */
public final class RuleBroken extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Rule rule;

  /**
   * A finding.
   *
   * @param seen what was seen: what was done, what came of it, what should have
   */
  public RuleBroken(Rule rule, String seen) {
    super(seen);
    this.rule = rule;
  }

  /** The rule. */
  public Rule rule() {
    return rule;
  }
}
