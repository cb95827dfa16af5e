package io.vmalock.bench.scale.load;

import io.vmalock.bench.scale.machine.Simulation;

/** Simulated time, for work that touches nothing shared. */
final class Clock {
  private Clock() {}

  /** Lets the core spend this time. */
  static void compute(double nanos) {
    Simulation.compute(nanos);
  }
}
