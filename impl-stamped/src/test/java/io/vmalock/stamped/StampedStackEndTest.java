package io.vmalock.stamped;

import io.vmalock.conformance.StackEndConformance;

/** The state that {@code stamped} leaves when a call runs out of stack. */
class StampedStackEndTest extends StackEndConformance {
  StampedStackEndTest() {
    super(new StampedStrategy());
  }
}
