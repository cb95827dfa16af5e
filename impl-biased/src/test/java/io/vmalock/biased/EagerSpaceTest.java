package io.vmalock.biased;

import io.vmalock.conformance.space.SpaceConformance;

/** What an address space promises, with {@code biased} where readers are in slots at once. */
class EagerSpaceTest extends SpaceConformance {
  EagerSpaceTest() {
    super(new EagerStrategy());
  }
}
