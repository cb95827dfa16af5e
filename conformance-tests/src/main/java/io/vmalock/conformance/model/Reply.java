package io.vmalock.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * The reply of a call.
 *
 * @param value the result: a stamp, a number of readers, 1 for true; 0 for a call without a result
 * @param thrown the exception, or null
 * @param interrupted whether the thread's interrupt status was set afterwards
 */
public record Reply(long value, @Nullable Throwable thrown, boolean interrupted) {
  /** A call that returned. */
  public static Reply of(long value) {
    return new Reply(value, null, false);
  }

  /** A call that threw. */
  public static Reply threw(Throwable thrown) {
    return new Reply(0, thrown, false);
  }

  @Override
  public String toString() {
    Throwable e = thrown;
    return e == null ? String.valueOf(value) : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
