package io.vmalock.modelcheck.subjects;

/**
 * An object that threads share, their code, and the condition that must hold when they have ended.
 */
abstract class Subject {
  abstract void one() throws Exception;

  abstract void two() throws Exception;

  /** Whether there is a third thread. */
  boolean hasThree() {
    return false;
  }

  void three() throws Exception {}

  /** Throws an {@link AssertionError} if the condition does not hold. */
  void after() {}

  static void check(boolean holds, Object seen) {
    if (!holds) {
      throw new AssertionError(seen);
    }
  }
}
