package io.vmalock.bench.stats;

/**
 * An estimate, with its 95 % confidence interval.
 *
 * @param value the estimate
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double value, double low, double high) {
  /** Whether {@code x} may be the true value. */
  public boolean contains(double x) {
    return low <= x && x <= high;
  }
}
