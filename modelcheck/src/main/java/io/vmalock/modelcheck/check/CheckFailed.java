package io.vmalock.modelcheck.check;

/** Thrown where a check did not pass: something was found, or there is no verdict. */
public final class CheckFailed extends AssertionError {
  private static final long serialVersionUID = 1;

  private final transient Verdict verdict;

  CheckFailed(Verdict verdict) {
    super(verdict.toString(), null);
    this.verdict = verdict;
    setStackTrace(new StackTraceElement[0]); // the model checker's own frames would help no reader
  }

  /** Returns the result of the check. */
  public Verdict verdict() {
    return verdict;
  }
}
