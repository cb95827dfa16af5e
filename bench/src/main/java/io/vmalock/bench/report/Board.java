package io.vmalock.bench.report;

import io.vmalock.bench.stats.Fork;
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
import org.jspecify.annotations.Nullable;

/**
 * Results side by side: a line for each scenario and thread count, a column for each subject, each
 * compared with the baseline. Several runs stand next to each other, each with its own baseline.
 */
public final class Board {
  /**
   * One subject in one line.
   *
   * @param row what was measured
   * @param time nanoseconds for an operation: the median of the forks
   * @param low the fastest fork
   * @param high the slowest
   * @param ratio its speed relative to the baseline's, or null for the baseline
   * @param best whether no strategy of the line is faster, and at least one is slower
   */
  public record Entry(
      Row row, double time, double low, double high, @Nullable Ratio ratio, boolean best) {}

  /**
   * One scenario at one thread count.
   *
   * @param first any of its rows
   * @param entries by column
   */
  public record Line(Row first, Map<String, Entry> entries) {
    /** The scenario, with its thread count where it can have several. */
    public String label() {
      return first.scenario() + (first.threads() == 1 ? "" : ", " + first.threads() + " threads");
    }
  }

  /** What ends the name of a column that is another one's code, measured again. */
  public static final String AGAIN = " again";

  private final List<Results> runs;
  private final List<Line> lines = new ArrayList<>();
  private final Set<String> strategies = new LinkedHashSet<>();
  private final Set<String> controls = new LinkedHashSet<>();
  private final Map<String, Footprint> footprints = new TreeMap<>();
  private final String baseline;

  private Board(List<Results> runs, String baseline) {
    this.runs = runs;
    this.baseline = baseline;
  }

  /**
   * Sets results side by side.
   *
   * @param baseline what to compare with, or null for the first strategy
   */
  public static Board of(List<Results> runs, @Nullable String baseline) {
    Board board = new Board(runs, baseline == null ? firstStrategy(runs) : baseline);
    Map<String, Map<String, Entry>> entries = new LinkedHashMap<>();
    Map<String, Row> firsts = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      String suffix = board.suffix(i);
      Map<String, List<Row>> byKey = new LinkedHashMap<>();
      for (Row row : runs.get(i).rows()) {
        byKey.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
        firsts.putIfAbsent(row.key(), row);
      }
      byKey.forEach(
          (key, rows) ->
              entries
                  .computeIfAbsent(key, k -> new LinkedHashMap<>())
                  .putAll(board.compare(rows, suffix)));
      runs.get(i).footprints().forEach((name, f) -> board.footprints.put(name + suffix, f));
    }
    entries.forEach(
        (key, line) -> board.lines.add(new Line(firsts.getOrDefault(key, any(line)), line)));
    return board;
  }

  /** The runs. */
  public List<Results> runs() {
    return runs;
  }

  /** The lines. */
  public List<Line> lines() {
    return lines;
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

  /** What the ratios are relative to. */
  public String baseline() {
    return baseline;
  }

  /** How two subjects of one line compare; the first is what the second is compared with. */
  static Ratio ratio(Row baseline, Row row) {
    int rounds = Math.max(baseline.rounds(), row.rounds());
    return Ratio.of(baseline.times(rounds), row.times(rounds));
  }

  private Map<String, Entry> compare(List<Row> rows, String suffix) {
    Row base = rows.stream().filter(row -> row.subject().equals(baseline)).findFirst().orElse(null);
    Set<String> best = best(rows);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Row row : rows) {
      String column = row.subject() + suffix;
      (row.control() ? controls : strategies).add(column);
      double[] times =
          Arrays.stream(row.times(row.rounds())).filter(Double::isFinite).sorted().toArray();
      double low = times.length == 0 ? Double.NaN : times[0];
      double high = times.length == 0 ? Double.NaN : times[times.length - 1];
      Ratio ratio = base == null || base == row ? null : ratio(base, row);
      entries.put(
          column,
          new Entry(row, Fork.median(times), low, high, ratio, best.contains(row.subject())));
    }
    return entries;
  }

  /** The strategies that are not told from the fastest; none if that is all of them. */
  private static Set<String> best(List<Row> rows) {
    List<Row> measured =
        rows.stream().filter(row -> !row.control() && Double.isFinite(time(row))).toList();
    Row fastest = null;
    for (Row row : measured) {
      if (fastest == null || time(row) < time(fastest)) {
        fastest = row;
      }
    }
    Set<String> best = new LinkedHashSet<>();
    for (Row row : measured) {
      if (fastest != null && (row == fastest || ratio(fastest, row).verdict() != Verdict.SLOWER)) {
        best.add(row.subject());
      }
    }
    return best.size() == measured.size() ? Set.of() : best;
  }

  static double time(Row row) {
    return Fork.median(Arrays.stream(row.times(row.rounds())).filter(Double::isFinite).toArray());
  }

  /** What tells the columns of one run from those of another. */
  private String suffix(int run) {
    return runs.size() == 1 ? "" : " @" + runName(run);
  }

  /** What tells one run from another. */
  String runName(int run) {
    String version = runs.get(run).environment().javaVersion();
    long same = runs.stream().filter(r -> r.environment().javaVersion().equals(version)).count();
    return same == 1 ? "JDK " + version : "run " + (run + 1);
  }

  private static Row any(Map<String, Entry> line) {
    return line.values().iterator().next().row();
  }

  private static String firstStrategy(List<Results> runs) {
    return runs.stream()
        .flatMap(run -> run.rows().stream())
        .filter(row -> !row.control())
        .map(Row::subject)
        .findFirst()
        .orElse("");
  }
}
