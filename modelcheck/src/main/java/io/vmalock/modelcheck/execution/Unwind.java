package io.vmalock.modelcheck.execution;

/** Thrown in every thread of an execution that is over, to make the thread leave the program. */
public final class Unwind extends Error {
  private static final long serialVersionUID = 1;

  static final Unwind NOW = new Unwind();

  private Unwind() {
    super("the execution is over", null, false, false);
  }
}
