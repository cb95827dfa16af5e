package io.vmalock.biased;

import io.vmalock.conformance.StrategyConformance;

/** The contract, kept by {@code biased}. */
class BiasedConformanceTest extends StrategyConformance {
  BiasedConformanceTest() {
    super(new BiasedStrategy());
  }
}
