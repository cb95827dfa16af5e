package io.vmalock.conformance.check;

/** A check cannot be made of this strategy or on this machine; not a finding. */
public final class CannotJudge extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Ends a check.
   *
   * @param reason why, for people who read the report
   */
  public CannotJudge(String reason) {
    super(reason);
  }
}
