package io.vmalock.biased;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Options;

/**
 * The contract, kept by {@code biased}: a short look in every build, a longer one in the profile
 * slow.
 */
class BiasedConformanceTest extends StrategyConformance {
  BiasedConformanceTest() {
    super(new BiasedStrategy());
  }

  @Override
  protected Options options() {
    return Options.brief();
  }
}
