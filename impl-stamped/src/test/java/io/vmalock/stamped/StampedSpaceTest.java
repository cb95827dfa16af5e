package io.vmalock.stamped;

import io.vmalock.conformance.space.SpaceConformance;

/** What an address space promises, with {@code stamped}. */
class StampedSpaceTest extends SpaceConformance {
  StampedSpaceTest() {
    super(new StampedStrategy());
  }
}
