package io.vmalock.refcnt;

import io.vmalock.conformance.StrategyConformance;

/** The contract, kept by {@code refcnt}. */
class RefcntConformanceTest extends StrategyConformance {
  RefcntConformanceTest() {
    super("refcnt");
  }
}
