package io.vmalock.refcnt;

import io.vmalock.conformance.space.SpaceConformance;

/** What an address space promises, with {@code refcnt}. */
class RefcntSpaceTest extends SpaceConformance {
  RefcntSpaceTest() {
    super(new RefcntStrategy());
  }
}
