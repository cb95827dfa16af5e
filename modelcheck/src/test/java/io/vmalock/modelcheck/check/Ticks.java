package io.vmalock.modelcheck.check;

/** Code outside of any scope, trusted as all of its package is, that counts on and on. */
public final class Ticks {
  private static int count;

  private Ticks() {}

  /** One more than before. */
  public static int next() {
    return ++count;
  }
}
