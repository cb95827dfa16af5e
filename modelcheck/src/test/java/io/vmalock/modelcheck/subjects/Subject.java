package io.vmalock.modelcheck.subjects;

/**
 * Something that threads share, what each does with it, and what must hold when they have ended.
 */
abstract class Subject {
  abstract void one() throws Exception;

  abstract void two() throws Exception;

  /** Whether there is a third thread. */
  boolean hasThree() {
    return false;
  }

  void three() throws Exception {}

  /** Throws an {@link AssertionError} if what must hold does not. */
  void after() {}

  static void check(boolean holds, Object seen) {
    if (!holds) {
      throw new AssertionError(seen);
    }
  }
}
