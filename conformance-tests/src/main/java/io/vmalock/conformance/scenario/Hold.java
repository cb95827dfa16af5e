package io.vmalock.conformance.scenario;

import io.vmalock.Vma;

/** A hold that somebody has. */
record Hold(Actor by, Vma vma, long stamp) {
  /** Ends it, on the thread that has it. */
  void end() {
    by.does("endRead", () -> by.strategy().endRead(vma, stamp));
  }
}
