package io.vmalock.modelcheck.finding;

/** Thrown where the program does something that the model checker cannot model. */
public final class NotJudged extends Error {
  private static final long serialVersionUID = 1;

  /** An exception for something that has no model: a call, and its place. */
  public NotJudged(String call) {
    super(call, null, false, false);
  }
}
