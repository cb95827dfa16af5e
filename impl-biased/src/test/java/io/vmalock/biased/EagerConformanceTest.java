package io.vmalock.biased;

import io.vmalock.conformance.StrategyConformance;
import org.junit.jupiter.api.Tag;

/** The contract, kept by {@code biased} where readers are in slots at once. */
@Tag("slow")
class EagerConformanceTest extends StrategyConformance {
  EagerConformanceTest() {
    super(new EagerStrategy());
  }
}
