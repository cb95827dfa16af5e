package io.vmalock.rwsem;

import io.vmalock.conformance.space.SpaceConformance;

/** What an address space promises, with {@code rwsem}. */
class RwsemSpaceTest extends SpaceConformance {
  RwsemSpaceTest() {
    super(new RwsemStrategy());
  }
}
