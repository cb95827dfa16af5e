package io.vmalock.rwsem;

import io.vmalock.conformance.StackEndConformance;

/** What {@code rwsem} leaves when a call runs out of stack. */
class RwsemStackEndTest extends StackEndConformance {
  RwsemStackEndTest() {
    super(new RwsemStrategy());
  }
}
