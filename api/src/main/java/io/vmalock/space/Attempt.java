package io.vmalock.space;

import org.jspecify.annotations.Nullable;

/**
 * What came of a read that only tries.
 *
 * @param outcome whether it was made
 * @param result what the reader returned; null if it was not made
 */
public record Attempt<R>(Outcome outcome, @Nullable R result) {
  /** Whether the reader ran. */
  public boolean made() {
    return outcome == Outcome.HELD;
  }
}
