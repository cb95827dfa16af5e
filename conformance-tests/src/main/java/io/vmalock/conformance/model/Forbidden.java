package io.vmalock.conformance.model;

import io.vmalock.conformance.check.Rule;

/** An answer that a rule forbids. */
public final class Forbidden extends Exception {
  private static final long serialVersionUID = 1;

  private final Rule rule;

  /**
   * A finding of the model.
   *
   * @param why the answer, and the right one
   */
  public Forbidden(Rule rule, String why) {
    super(why);
    this.rule = rule;
  }

  /** The broken rule. */
  public Rule rule() {
    return rule;
  }

  /** The answer, and the right one. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
