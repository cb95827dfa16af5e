package io.vmalock.modelcheck.check;

/** Throws what a method does not declare, as it is: a report shall not show a wrapper. */
final class Sneaky {
  private Sneaky() {}

  /** Throws {@code thrown}; returns nothing, for the sake of a throw statement. */
  static RuntimeException rethrown(Throwable thrown) {
    throw Sneaky.<RuntimeException>as(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
