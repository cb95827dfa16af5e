package io.vmalock.conformance.check;

/** A check cannot judge this strategy, or not on this machine. This is not a finding. */
public final class CannotJudge extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Ends a check.
   *
   * @param reason the reason, for the report
   */
  public CannotJudge(String reason) {
    super(reason);
  }
}
