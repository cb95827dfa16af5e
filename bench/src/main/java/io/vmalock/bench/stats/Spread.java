package io.vmalock.bench.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Collection;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * Repeated measurements in three numbers that a few outliers do not move.
 *
 * @param low the lower quartile
 * @param median the middle
 * @param high the upper quartile: half of all measurements are between the two
 */
public record Spread(double low, double median, double high) {
  /**
   * The spread of these measurements.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(Collection<? extends Number> measurements) {
    checkArgument(!measurements.isEmpty(), "no measurements");
    double[] quartiles =
        Quantile.withDefaults()
            .with(EstimationMethod.HF7)
            .evaluate(
                measurements.stream().mapToDouble(Number::doubleValue).toArray(), 0.25, 0.5, 0.75);
    return new Spread(quartiles[0], quartiles[1], quartiles[2]);
  }

  /** Whether the middle halves of the two have a value in common: neither is better for sure. */
  public boolean overlaps(Spread other) {
    return low <= other.high && other.low <= high;
  }
}
