package io.vmalock.biased;

import io.vmalock.conformance.StackEndConformance;

/** The state that {@code biased} leaves when a call runs out of stack. */
class BiasedStackEndTest extends StackEndConformance {
  BiasedStackEndTest() {
    super(new BiasedStrategy());
  }
}
