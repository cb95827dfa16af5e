package io.vmalock.stamped;

import io.vmalock.conformance.StrategyConformance;

/** The contract, kept by {@code stamped}. */
class StampedConformanceTest extends StrategyConformance {
  StampedConformanceTest() {
    super("stamped");
  }
}
