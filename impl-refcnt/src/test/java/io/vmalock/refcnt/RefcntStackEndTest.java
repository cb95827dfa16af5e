package io.vmalock.refcnt;

import io.vmalock.conformance.StackEndConformance;

/** The state that {@code refcnt} leaves when a call runs out of stack. */
class RefcntStackEndTest extends StackEndConformance {
  RefcntStackEndTest() {
    super(new RefcntStrategy());
  }
}
