package io.vmalock.bench.stats;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/** One number for the iterations of one fork. */
public final class ForkTime {
  /** A thread that had a processor for less than this share of an iteration was not running. */
  public static final double BUSY = 0.9;

  /** A fork with fewer iterations left than this has no figure. */
  private static final int LEAST = 5;

  /**
   * At one thread every disturbance makes an iteration slower, and a low percentile is the
   * undisturbed time. At several a disturbance may also make it faster, by taking a rival away, so
   * there it is the middle.
   */
  private static final double LOW = 0.25;

  private static final double MIDDLE = 0.5;

  /** Interpolates between two values: type 7 of Hyndman and Fan, as most programs do. */
  private static final Quantile QUANTILE =
      Quantile.withDefaults().withCopy(true).with(EstimationMethod.HF7);

  private ForkTime() {}

  /**
   * The times of the iterations in which every thread was running.
   *
   * @param busy for each iteration the share of it that the least busy thread had a processor for
   */
  public static double[] kept(double[] times, double[] busy) {
    double[] kept = new double[times.length];
    int n = 0;
    for (int i = 0; i < times.length; i++) {
      if (busy[i] >= BUSY) {
        kept[n++] = times[i];
      }
    }
    return Arrays.copyOf(kept, n);
  }

  /**
   * The fork's time for an operation; NaN if too few iterations are left.
   *
   * @param taken the number of iterations
   */
  public static double time(double[] kept, int taken, int threads) {
    if (kept.length < Math.min(LEAST, taken) || kept.length == 0) {
      return Double.NaN;
    }
    return quantile(kept, threads == 1 ? LOW : MIDDLE);
  }

  /** The middle of some numbers; NaN of none. */
  public static double median(double... values) {
    return quantile(values, MIDDLE);
  }

  private static double quantile(double[] values, double p) {
    return QUANTILE.evaluate(values, p);
  }
}
