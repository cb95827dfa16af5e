package io.vmalock.conformance;

/** A check was made, and ended without a verdict: neither a finding nor a pass. */
public final class NotJudged extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Ends a check.
   *
   * @param reason what stood in the way, for people who read the report
   */
  public NotJudged(String reason) {
    super(reason);
  }
}
