package io.vmalock.refcnt;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Options;

/**
 * The contract, kept by {@code refcnt}: a short look in every build, a longer one in the profile
 * slow.
 */
class RefcntConformanceTest extends StrategyConformance {
  RefcntConformanceTest() {
    super("refcnt");
  }

  @Override
  protected Options options() {
    return Options.brief();
  }
}
