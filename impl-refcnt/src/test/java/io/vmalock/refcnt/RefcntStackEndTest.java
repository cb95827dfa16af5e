package io.vmalock.refcnt;

import io.vmalock.conformance.StackEndConformance;

/** What {@code refcnt} leaves when a call runs out of stack. */
class RefcntStackEndTest extends StackEndConformance {
  RefcntStackEndTest() {
    super(new RefcntStrategy());
  }
}
