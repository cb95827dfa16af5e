package io.vmalock.stamped;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Options;

/**
 * The contract, kept by {@code stamped}: a short look in every build, a longer one in the profile
 * slow.
 */
class StampedConformanceTest extends StrategyConformance {
  StampedConformanceTest() {
    super("stamped");
  }

  @Override
  protected Options options() {
    return Options.brief();
  }
}
