package io.vmalock.bench.diff;

import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Bootstrap;
import io.vmalock.bench.stats.Interval;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed from one run to another, beyond the noise of both.
 *
 * <p>The forks of two runs are not pairs: the interval of the ratio is that of the two medians
 * together, each taken at its far end.
 */
public final class Diff {
  /**
   * One measurement that both runs have.
   *
   * @param measurement the newer one
   * @param before nanoseconds for an operation
   * @param after the same, now
   * @param speed the ratio of speeds, above 1 if it got faster, with its interval
   */
  public record Change(Measurement measurement, double before, double after, Interval speed) {
    /** Whether it is told from no change. */
    public boolean told() {
      return !speed.contains(1)
          && Math.abs(Math.log(speed.value())) >= Math.log1p(Ratio.LEAST_DIFFERENCE);
    }

    /** Whether it got slower by more than {@code share}, beyond noise. */
    public boolean regression(double share) {
      return told() && speed.value() < 1 / (1 + share);
    }
  }

  private Diff() {}

  /** The measurements that both have, the most slowed-down first. */
  public static List<Change> of(Results before, Results after) {
    Map<String, Measurement> old = new LinkedHashMap<>();
    before
        .measurements()
        .forEach(
            measurement -> old.put(measurement.row() + "/" + measurement.column(), measurement));
    List<Change> changes = new ArrayList<>();
    for (Measurement measurement : after.measurements()) {
      Measurement earlier = old.get(measurement.row() + "/" + measurement.column());
      if (earlier != null) {
        Interval then = interval(earlier);
        Interval now = interval(measurement);
        if (Double.isFinite(then.value()) && Double.isFinite(now.value())) {
          changes.add(
              new Change(
                  measurement,
                  then.value(),
                  now.value(),
                  new Interval(
                      then.value() / now.value(),
                      then.low() / now.high(),
                      then.high() / now.low())));
        }
      }
    }
    changes.sort((a, b) -> Double.compare(a.speed().value(), b.speed().value()));
    return changes;
  }

  /** A line for each change that is told from none, and how many measurements were not. */
  public static String text(List<Change> changes) {
    StringBuilder out = new StringBuilder();
    long told = changes.stream().filter(Change::told).count();
    for (Change change : changes) {
      if (change.told()) {
        out.append(
            String.format(
                "%-8s %-40s %12s -> %-12s %sx [%s to %s]%n",
                change.speed().value() > 1 ? "faster" : "SLOWER",
                change.measurement().row() + ", " + change.measurement().column(),
                Numbers.time(change.before()),
                Numbers.time(change.after()),
                Numbers.digits(change.speed().value()),
                Numbers.digits(change.speed().low()),
                Numbers.digits(change.speed().high())));
      }
    }
    return out.append(changes.size() - told)
        .append(" of ")
        .append(changes.size())
        .append(" rows are not told apart\n")
        .toString();
  }

  /** In logarithms, as ratios are. */
  private static Interval interval(Measurement measurement) {
    Interval log =
        Bootstrap.median(
            Arrays.stream(measurement.times(measurement.rounds()))
                .filter(Double::isFinite)
                .map(Math::log)
                .toArray());
    return new Interval(Math.exp(log.value()), Math.exp(log.low()), Math.exp(log.high()));
  }
}
