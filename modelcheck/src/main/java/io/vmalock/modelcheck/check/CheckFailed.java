package io.vmalock.modelcheck.check;

/** Thrown where a check did not pass: something was found, or there is no verdict. */
public final class CheckFailed extends AssertionError {
  private static final long serialVersionUID = 1;

  private final transient Verdict verdict;

  CheckFailed(Verdict verdict) {
    super(verdict.toString(), null);
    this.verdict = verdict;
    setStackTrace(new StackTraceElement[0]); // of the explorer's inside nobody learns anything
  }

  /** What the check says. */
  public Verdict verdict() {
    return verdict;
  }
}
