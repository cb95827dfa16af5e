package io.vmalock.bench.stats;

import java.util.Arrays;

/**
 * The relative speed of two columns, from forks that were run in pairs: above 1, faster.
 *
 * @param speed the ratio of speeds with its interval
 * @param pairs the number of pairs of forks
 */
public record Ratio(Interval speed, int pairs) {
  /** Smaller differences are not significant, even where the interval excludes 1. */
  public static final double LEAST_DIFFERENCE = 0.02;

  /** With fewer pairs no difference is significant: chance alone makes one too often. */
  public static final int LEAST_PAIRS = 4;

  /** The verdict on the difference. */
  public enum Verdict {
    /** Faster, beyond noise. */
    FASTER,
    /** Slower, beyond noise. */
    SLOWER,
    /** No significant difference. */
    SAME,
    /** There is no measurement. */
    UNKNOWN
  }

  /**
   * Compares times pair by pair, so that a disturbance of both does not count.
   *
   * @param baseline for each round a time, or NaN
   * @param times for each round a time, or NaN
   */
  public static Ratio of(double[] baseline, double[] times) {
    double[] logs = new double[Math.min(baseline.length, times.length)];
    int n = 0;
    for (int i = 0; i < logs.length; i++) {
      double log = Math.log(baseline[i] / times[i]);
      if (Double.isFinite(log)) {
        logs[n++] = log;
      }
    }
    Interval log = Bootstrap.median(Arrays.copyOf(logs, n));
    return new Ratio(
        new Interval(Math.exp(log.value()), Math.exp(log.low()), Math.exp(log.high())), n);
  }

  /** The verdict on the difference. */
  public Verdict verdict() {
    if (pairs == 0) {
      return Verdict.UNKNOWN;
    }
    double value = speed.value();
    if (pairs < LEAST_PAIRS
        || speed.contains(1)
        || Math.abs(Math.log(value)) < Math.log1p(LEAST_DIFFERENCE)) {
      return Verdict.SAME;
    }
    return value > 1 ? Verdict.FASTER : Verdict.SLOWER;
  }
}
