package io.vmalock.bench.scenario;

/** How a scenario is timed. */
public enum Timing {
  /**
   * Nanoseconds for an operation, averaged over many short iterations: for operations below 1 µs.
   */
  SHORT,
  /** Each operation by itself, for its percentiles: for operations that wait, or are long. */
  SAMPLED,
  /** Like SHORT, in iterations long enough for a background thread to act in each. */
  LONG
}
