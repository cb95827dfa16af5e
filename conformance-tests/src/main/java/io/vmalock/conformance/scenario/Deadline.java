package io.vmalock.conformance.scenario;

import java.time.Duration;

/** The end of a loop that goes on as long as there is time. */
final class Deadline {
  private final long nanos;

  Deadline(Duration left) {
    this.nanos = System.nanoTime() + left.toNanos();
  }

  boolean isOver() {
    return System.nanoTime() - nanos >= 0;
  }
}
