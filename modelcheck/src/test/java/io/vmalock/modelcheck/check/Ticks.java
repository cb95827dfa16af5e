package io.vmalock.modelcheck.check;

/** A counter outside any scope, in a trusted package, whose values differ from run to run. */
public final class Ticks {
  private static int count;

  private Ticks() {}

  /** One more than before. */
  public static int next() {
    return ++count;
  }
}
