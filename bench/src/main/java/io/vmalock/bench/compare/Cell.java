package io.vmalock.bench.compare;

import io.vmalock.bench.scenario.Scenario;
import java.util.Map;

/**
 * One column in one scenario at one thread count: the subject of a fork.
 *
 * @param scenario the row
 * @param threads the number of threads
 * @param column the column
 * @param benchmark the full name of the JMH benchmark: the scenario's own, or the control's
 * @param params the benchmark's parameters
 */
record Cell(
    Scenario scenario, int threads, Column column, String benchmark, Map<String, String> params) {
  /** Its row, in a few words. */
  String row() {
    return scenario.name() + (threads > 1 ? ", " + threads + " threads" : "");
  }
}
