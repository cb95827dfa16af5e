package io.vmalock.bench.report;

import io.vmalock.bench.stats.Ratio;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers in a form for people. */
public final class Numbers {
  private static final double THOUSAND = 1000;

  private Numbers() {}

  /** {@code 25.2 ns}, {@code 3.78 µs}. */
  public static String time(double nanos) {
    if (!Double.isFinite(nanos)) {
      return "–";
    }
    if (nanos < THOUSAND) {
      return digits(nanos) + " ns";
    }
    if (nanos < THOUSAND * THOUSAND) {
      return digits(nanos / THOUSAND) + " µs";
    }
    return digits(nanos / THOUSAND / THOUSAND) + " ms";
  }

  /** Returns a number with three significant digits. */
  public static String digits(double x) {
    if (!Double.isFinite(x)) {
      return "–";
    }
    double size = Math.abs(x);
    String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, x);
  }

  /**
   * {@code 1.07x}; {@code ≈} without a significant difference, {@code =} for the baseline itself,
   * and nothing if one of the two has no time.
   */
  public static String ratio(@Nullable Ratio ratio, boolean isBaseline) {
    if (isBaseline) {
      return "=";
    }
    if (ratio == null) {
      return "";
    }
    return switch (ratio.verdict()) {
      case SAME -> "≈";
      case UNKNOWN -> "";
      case FASTER, SLOWER -> digits(ratio.speed().value()) + "x";
    };
  }

  /** {@code 1.07x [1.02 to 1.12]}. */
  public static String interval(@Nullable Ratio ratio) {
    if (ratio == null || ratio.pairs() == 0) {
      return "";
    }
    return digits(ratio.speed().value())
        + "x ["
        + digits(ratio.speed().low())
        + " to "
        + digits(ratio.speed().high())
        + "]";
  }

  public static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
