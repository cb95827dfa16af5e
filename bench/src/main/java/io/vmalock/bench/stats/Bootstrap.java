package io.vmalock.bench.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Confidence intervals for the median over forks, by the bootstrap.
 *
 * <p>Percentile intervals of a handful of values are too narrow; these are expanded as Hesterberg
 * proposes ("What Teachers Should Know About the Bootstrap", 2015): the percentiles are those that
 * a t interval's width corresponds to. The draws are equal at every call, so a report that is made
 * again is equal.
 */
public final class Bootstrap {
  private static final int DRAWS = 2000;
  private static final double TAIL = 0.025;
  private static final long SEED = 20240229;

  private Bootstrap() {}

  /** The median of some values and its interval; of one value, one without bounds. */
  public static Interval median(double... values) {
    int n = values.length;
    if (n == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    double median = ForkTime.median(values);
    if (n == 1) {
      return new Interval(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] medians = new double[DRAWS];
    double[] draw = new double[n];
    for (int i = 0; i < DRAWS; i++) {
      for (int j = 0; j < n; j++) {
        draw[j] = values[random.nextInt(n)];
      }
      medians[i] = ForkTime.median(draw);
    }
    Arrays.sort(medians);
    int skipped = (int) Math.floor(tail(n) * DRAWS);
    return new Interval(median, medians[skipped], medians[DRAWS - 1 - skipped]);
  }

  /** The share of the draws to leave out at each end. */
  private static double tail(int n) {
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(TAIL);
    return NormalDistribution.of(0, 1).cumulativeProbability(-Math.sqrt(n / (n - 1.0)) * t);
  }
}
