package io.vmalock.modelcheck.check;

/** Throws an undeclared checked exception without a wrapper, so that a report shows no wrapper. */
final class Sneaky {
  private Sneaky() {}

  /** Throws {@code thrown}. It never returns; the return type permits a throw statement. */
  static RuntimeException rethrown(Throwable thrown) {
    throw Sneaky.<RuntimeException>as(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
