package io.vmalock.conformance.check;

/** A strategy did what a rule forbids. */
public final class RuleBroken extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Rule rule;
  private final boolean hang;

  /**
   * A finding.
   *
   * @param seen the observation: the call, its result, and the right one
   */
  public RuleBroken(Rule rule, String seen) {
    this(rule, seen, false);
  }

  private RuleBroken(Rule rule, String seen, boolean hang) {
    super(seen);
    this.rule = rule;
    this.hang = hang;
  }

  /** A finding of a call that does not return and leaves its thread behind. */
  public static RuleBroken hang(Rule rule, String seen) {
    return new RuleBroken(rule, seen, true);
  }

  /** This finding in other words. */
  public RuleBroken saying(String other) {
    return new RuleBroken(rule, other, hang);
  }

  /** Whether a call does not return. */
  public boolean isHang() {
    return hang;
  }

  /** The broken rule. */
  public Rule rule() {
    return rule;
  }
}
