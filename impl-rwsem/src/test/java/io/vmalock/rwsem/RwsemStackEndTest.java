package io.vmalock.rwsem;

import io.vmalock.conformance.StackEndConformance;

/** The state that {@code rwsem} leaves when a call runs out of stack. */
class RwsemStackEndTest extends StackEndConformance {
  RwsemStackEndTest() {
    super(new RwsemStrategy());
  }
}
