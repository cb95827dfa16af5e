package io.vmalock.modelcheck.finding;

/** Thrown where the program does what the model checker cannot model. */
public final class NotJudged extends Error {
  private static final long serialVersionUID = 1;

  /** Something not modelled: a call, and where it is made. */
  public NotJudged(String call) {
    super(call, null, false, false);
  }
}
