package io.vmalock.bench.report;

import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.ForkTime;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results side by side: a row for each scenario and thread count, a column for each strategy or
 * control, each compared with the baseline. Several runs stand next to each other, each with its
 * own baseline.
 */
public final class ComparisonTable {
  /**
   * One column in one row.
   *
   * @param measurement the measurement
   * @param time nanoseconds for an operation: the median of the forks
   * @param low the fastest fork
   * @param high the slowest
   * @param ratio its speed relative to the baseline's, or null for the baseline
   * @param best whether no strategy of the row is faster, and at least one is slower
   */
  public record Comparison(
      Measurement measurement,
      double time,
      double low,
      double high,
      @Nullable Ratio ratio,
      boolean best) {}

  /**
   * One scenario at one thread count.
   *
   * @param first any of its measurements
   * @param cells by column
   */
  public record Row(Measurement first, Map<String, Comparison> cells) {
    /** Returns the scenario, with its thread count if it can have several. */
    public String label() {
      return first.scenario() + (first.threads() == 1 ? "" : ", " + first.threads() + " threads");
    }
  }

  /** The suffix of the name of a column that measures another column's code again. */
  public static final String AGAIN = " again";

  private final List<Results> runs;
  private final List<Row> rows = new ArrayList<>();
  private final Set<String> strategies = new LinkedHashSet<>();
  private final Set<String> controls = new LinkedHashSet<>();
  private final Map<String, Footprint> footprints = new TreeMap<>();
  private final String baseline;

  private ComparisonTable(List<Results> runs, String baseline) {
    this.runs = runs;
    this.baseline = baseline;
  }

  /**
   * Sets results side by side.
   *
   * @param baseline the column to compare with, or null for the first strategy
   */
  public static ComparisonTable of(List<Results> runs, @Nullable String baseline) {
    ComparisonTable table =
        new ComparisonTable(runs, baseline == null ? firstStrategy(runs) : baseline);
    Map<String, Map<String, Comparison>> cells = new LinkedHashMap<>();
    Map<String, Measurement> firsts = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      String suffix = table.suffix(i);
      Map<String, List<Measurement>> byRow = new LinkedHashMap<>();
      for (Measurement measurement : runs.get(i).measurements()) {
        byRow.computeIfAbsent(measurement.row(), key -> new ArrayList<>()).add(measurement);
        firsts.putIfAbsent(measurement.row(), measurement);
      }
      byRow.forEach(
          (key, measurements) ->
              cells
                  .computeIfAbsent(key, k -> new LinkedHashMap<>())
                  .putAll(table.compare(measurements, suffix)));
      runs.get(i).footprints().forEach((name, f) -> table.footprints.put(name + suffix, f));
    }
    cells.forEach((key, row) -> table.rows.add(new Row(firsts.getOrDefault(key, any(row)), row)));
    return table;
  }

  /** The runs. */
  public List<Results> runs() {
    return runs;
  }

  /** The rows. */
  public List<Row> rows() {
    return rows;
  }

  /** The columns of strategies. */
  public List<String> strategies() {
    return List.copyOf(strategies);
  }

  /** The columns of controls. */
  public List<String> controls() {
    return List.copyOf(controls);
  }

  /** Memory, by column. */
  public Map<String, Footprint> footprints() {
    return footprints;
  }

  /** Returns the column that the ratios are relative to. */
  public String baseline() {
    return baseline;
  }

  /** All measurements of all runs. */
  Stream<Measurement> measurements() {
    return runs.stream().flatMap(run -> run.measurements().stream());
  }

  /** Returns whether there are enough forks for any difference to show. */
  boolean comparable() {
    return mostForks() >= Ratio.LEAST_PAIRS;
  }

  /** The largest number of timed forks of any cell. */
  int mostForks() {
    return measurements().mapToInt(each -> each.timed().size()).max().orElse(0);
  }

  /** Compares two columns of one row; the first is the baseline of the second. */
  static Ratio ratio(Measurement baseline, Measurement measurement) {
    int rounds = Math.max(baseline.rounds(), measurement.rounds());
    return Ratio.of(baseline.times(rounds), measurement.times(rounds));
  }

  private Map<String, Comparison> compare(List<Measurement> measurements, String suffix) {
    Measurement base =
        measurements.stream()
            .filter(measurement -> measurement.column().equals(baseline))
            .findFirst()
            .orElse(null);
    Set<String> best = best(measurements);
    Map<String, Comparison> cells = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      String column = measurement.column() + suffix;
      (measurement.control() ? controls : strategies).add(column);
      double[] times =
          Arrays.stream(measurement.times(measurement.rounds()))
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      double low = times.length == 0 ? Double.NaN : times[0];
      double high = times.length == 0 ? Double.NaN : times[times.length - 1];
      Ratio ratio =
          base == null || base == measurement || !base.settled() || !measurement.settled()
              ? null
              : ratio(base, measurement);
      cells.put(
          column,
          new Comparison(
              measurement,
              ForkTime.median(times),
              low,
              high,
              ratio,
              best.contains(measurement.column())));
    }
    return cells;
  }

  /**
   * Returns the strategies without a significant difference from the fastest; none if that applies
   * to all.
   */
  private static Set<String> best(List<Measurement> measurements) {
    List<Measurement> measured =
        measurements.stream()
            .filter(
                measurement ->
                    !measurement.control()
                        && measurement.settled()
                        && Double.isFinite(time(measurement)))
            .toList();
    Measurement fastest = null;
    for (Measurement measurement : measured) {
      if (fastest == null || time(measurement) < time(fastest)) {
        fastest = measurement;
      }
    }
    Set<String> best = new LinkedHashSet<>();
    for (Measurement measurement : measured) {
      if (fastest != null
          && (measurement == fastest || ratio(fastest, measurement).verdict() != Verdict.SLOWER)) {
        best.add(measurement.column());
      }
    }
    return best.size() == measured.size() ? Set.of() : best;
  }

  static double time(Measurement measurement) {
    return ForkTime.median(
        Arrays.stream(measurement.times(measurement.rounds())).filter(Double::isFinite).toArray());
  }

  /** Returns the property that distinguishes the columns of this run from those of another. */
  private String suffix(int run) {
    return runs.size() == 1 ? "" : " @" + runName(run);
  }

  /** Returns the property that distinguishes this run from the others. */
  String runName(int run) {
    String version = runs.get(run).environment().javaVersion();
    long same = runs.stream().filter(r -> r.environment().javaVersion().equals(version)).count();
    return same == 1 ? "JDK " + version : "run " + (run + 1);
  }

  private static Measurement any(Map<String, Comparison> row) {
    return row.values().iterator().next().measurement();
  }

  private static String firstStrategy(List<Results> runs) {
    return runs.stream()
        .flatMap(run -> run.measurements().stream())
        .filter(measurement -> !measurement.control())
        .map(Measurement::column)
        .findFirst()
        .orElse("");
  }
}
