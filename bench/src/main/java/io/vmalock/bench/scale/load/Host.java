package io.vmalock.bench.scale.load;

import io.vmalock.bench.scale.machine.Simulation;

/** What the work of simulated cores asks of the machine. */
final class Host {
  private Host() {}

  /** Lets the core spend this time. */
  static void compute(double nanos) {
    Simulation.compute(nanos);
  }

  /** The index of the first of some neighbours in memory that share lines. */
  static int sideBySide(Object[] objects, int count) {
    return Simulation.sideBySide(objects, count);
  }
}
