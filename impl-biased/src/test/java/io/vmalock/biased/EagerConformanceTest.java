package io.vmalock.biased;

import io.vmalock.conformance.StrategyConformance;

/** The contract, kept by {@code biased} where readers are in slots at once. */
class EagerConformanceTest extends StrategyConformance {
  EagerConformanceTest() {
    super(new EagerStrategy());
  }
}
