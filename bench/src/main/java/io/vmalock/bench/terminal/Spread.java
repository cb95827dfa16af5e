package io.vmalock.bench.terminal;

import java.util.Collection;

/**
 * Repeated measurements in three numbers that a few outliers do not move.
 *
 * @param low the lower quartile
 * @param median the middle
 * @param high the upper quartile: half of all measurements are between the two
 */
public record Spread(double low, double median, double high) {
  /**
   * Of these measurements.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(Collection<? extends Number> measurements) {
    double[] sorted = measurements.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no measurements");
    }
    return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  /** Between the two nearest measurements, as their distance says. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Whether the middle halves of the two have a value in common: neither is better for sure. */
  public boolean overlaps(Spread other) {
    return low <= other.high && other.low <= high;
  }
}
