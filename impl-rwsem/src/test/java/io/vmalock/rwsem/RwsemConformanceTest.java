package io.vmalock.rwsem;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Options;

/**
 * The contract, kept by {@code rwsem}: a short look in every build, a longer one in the profile
 * slow.
 */
class RwsemConformanceTest extends StrategyConformance {
  RwsemConformanceTest() {
    super("rwsem");
  }

  @Override
  protected Options options() {
    return Options.brief();
  }
}
