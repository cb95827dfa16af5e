package io.vmalock.conformance.scenario;

import java.time.Duration;

/** When to end a loop that goes on for as long as there is time. */
final class Deadline {
  private final long nanos;

  Deadline(Duration left) {
    this.nanos = System.nanoTime() + left.toNanos();
  }

  boolean isOver() {
    return System.nanoTime() - nanos >= 0;
  }
}
