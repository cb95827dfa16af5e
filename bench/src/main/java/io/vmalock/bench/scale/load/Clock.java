package io.vmalock.bench.scale.load;

import io.vmalock.bench.scale.machine.Simulation;

/** Simulated time, for what touches nothing shared. */
final class Clock {
  private Clock() {}

  /** The core takes so long for something. */
  static void compute(double nanos) {
    Simulation.compute(nanos);
  }
}
