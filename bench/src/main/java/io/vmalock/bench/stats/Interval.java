package io.vmalock.bench.stats;

/**
 * An estimate, with the interval that it is in with 95 % confidence.
 *
 * @param value the estimate
 * @param low the least that it may be
 * @param high the most that it may be
 */
public record Interval(double value, double low, double high) {
  /** Whether {@code x} may be the true value. */
  public boolean contains(double x) {
    return low <= x && x <= high;
  }
}
