package io.vmalock.rwsem;

import io.vmalock.conformance.StrategyConformance;

/** The contract, kept by {@code rwsem}. */
class RwsemConformanceTest extends StrategyConformance {
  RwsemConformanceTest() {
    super("rwsem");
  }
}
