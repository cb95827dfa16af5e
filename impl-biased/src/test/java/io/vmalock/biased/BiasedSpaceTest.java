package io.vmalock.biased;

import io.vmalock.conformance.space.SpaceConformance;

/** What an address space promises, with {@code biased}. */
class BiasedSpaceTest extends SpaceConformance {
  BiasedSpaceTest() {
    super(new BiasedStrategy());
  }
}
