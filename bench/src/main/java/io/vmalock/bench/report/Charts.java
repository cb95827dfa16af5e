package io.vmalock.bench.report;

import io.vmalock.bench.report.ComparisonTable.Comparison;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The charts of the HTML page. */
final class Charts {
  private static final double WIDTH = 640;
  private static final double LABEL = 170;
  private static final double VALUE = 110;
  private static final double BAR = 20;
  private static final double THOUSAND = 1000;

  private Charts() {}

  /** Bars of one row: time, with a whisker from the fastest fork to the slowest. */
  static String bars(ComparisonTable table, Row row) {
    List<Map.Entry<String, Comparison>> cells =
        row.cells().entrySet().stream()
            .filter(cell -> Double.isFinite(cell.getValue().time()))
            .toList();
    // The medians set the scale, so that an outlier among the forks does not flatten the others.
    double most = cells.stream().mapToDouble(e -> e.getValue().time()).max().orElse(1) * 1.15;
    double scale = (WIDTH - LABEL - VALUE) / most;
    Svg svg = new Svg(WIDTH, cells.size() * (BAR + 6) + 6, row.label());
    double y = 6;
    for (Map.Entry<String, Comparison> each : cells) {
      Comparison cell = each.getValue();
      String hint =
          each.getKey()
              + ": "
              + Numbers.time(cell.time())
              + ", forks "
              + Numbers.time(cell.low())
              + " to "
              + Numbers.time(cell.high())
              + (cell.ratio() == null ? "" : "; speed " + Numbers.interval(cell.ratio()));
      svg.text(LABEL - 6, y + BAR - 6, "end", each.getKey());
      String style =
          cell.measurement().control()
              ? "class=\"control\""
              : Svg.series(table.strategies().indexOf(each.getKey()));
      svg.rect(LABEL, y, cell.time() * scale, BAR, style, hint);
      double low = LABEL + cell.low() * scale;
      double high = LABEL + Math.min(cell.high(), most) * scale;
      double middle = y + BAR / 2;
      svg.line(low, middle, high, middle, "class=\"whisker\"");
      svg.line(low, middle - 4, low, middle + 4, "class=\"whisker\"");
      if (cell.high() <= most) {
        svg.line(high, middle - 4, high, middle + 4, "class=\"whisker\"");
      }
      svg.text(
          WIDTH,
          y + BAR - 6,
          "end",
          Numbers.time(cell.time())
              + " "
              + Numbers.ratio(cell.ratio(), cell.measurement().column().equals(table.baseline())));
      y += BAR + 6;
    }
    return svg.toString();
  }

  /** Operations per microsecond of all threads together, over the number of threads. */
  static String overThreads(ComparisonTable table, List<Row> rows) {
    double height = 260;
    double bottom = height - 30;
    double right = WIDTH - VALUE;
    TreeSet<Integer> counts = new TreeSet<>();
    double most = 0;
    for (Row row : rows) {
      counts.add(row.first().threads());
      for (String strategy : table.strategies()) {
        Comparison cell = row.cells().get(strategy);
        if (cell != null && Double.isFinite(cell.time())) {
          most = Math.max(most, rate(cell));
        }
      }
    }
    most *= 1.1;
    Svg svg = new Svg(WIDTH, height, rows.get(0).first().scenario() + " over threads");
    svg.line(50, bottom, right, bottom, "class=\"axis\"");
    svg.line(50, 10, 50, bottom, "class=\"axis\"");
    svg.text(46, 20, "end", Numbers.digits(most));
    svg.text(46, bottom, "end", "0");
    svg.text(56, 20, "start", "operations per µs, all threads");
    List<Integer> ticks = List.copyOf(counts);
    for (int i = 0; i < ticks.size(); i++) {
      svg.text(
          x(i, ticks.size(), right),
          bottom + 18,
          "middle",
          ticks.get(i) == 1 ? "1 thread" : ticks.get(i) + " threads");
    }
    List<Double> labels = new ArrayList<>();
    for (int s = 0; s < table.strategies().size(); s++) {
      String strategy = table.strategies().get(s);
      double lastX = Double.NaN;
      double lastY = Double.NaN;
      for (int i = 0; i < ticks.size(); i++) {
        Comparison cell = at(rows, ticks.get(i), strategy);
        if (cell == null) {
          continue;
        }
        double x = x(i, ticks.size(), right);
        double y = bottom - rate(cell) / most * (bottom - 10);
        if (Double.isFinite(lastX)) {
          svg.line(lastX, lastY, x, y, "class=\"l" + s % 10 + "\"");
        }
        svg.circle(
            x,
            y,
            4,
            Svg.series(s),
            strategy + ", " + ticks.get(i) + " threads: " + Numbers.digits(rate(cell)) + " per µs");
        lastX = x;
        lastY = y;
      }
      if (Double.isFinite(lastX)) {
        svg.text(right + 8, free(labels, lastY + 4), "start", strategy);
      }
    }
    return svg.toString();
  }

  /** Percentiles of the times of single operations, on a logarithmic scale. */
  static String percentiles(ComparisonTable table, Row row, String name) {
    String[] labels = {"p50", "p99", "p99.9", "worst"};
    Map<String, double[]> series = new LinkedHashMap<>();
    double least = Double.MAX_VALUE;
    double most = 0;
    for (String strategy : table.strategies()) {
      Comparison cell = row.cells().get(strategy);
      Latency l = cell == null ? null : Tables.latencyOf(cell.measurement(), name);
      if (l != null && l.count() > 0) {
        double[] values = {l.p50(), l.p99(), l.p999(), l.worst()};
        series.put(strategy, values);
        least = Math.min(least, Math.max(1, values[0]));
        most = Math.max(most, values[3]);
      }
    }
    double height = 240;
    double bottom = height - 30;
    double right = WIDTH - VALUE;
    double floor = Math.pow(10, Math.floor(Math.log10(least)));
    double ceiling = Math.pow(10, Math.ceil(Math.log10(Math.max(most, floor * 10))));
    double unit = (bottom - 10) / Math.log10(ceiling / floor);
    Svg svg = new Svg(WIDTH, height, row.label() + ": " + name);
    for (double mark = floor; mark <= ceiling * 1.01; mark *= 10) {
      double y = bottom - Math.log10(mark / floor) * unit;
      svg.line(70, y, right, y, "class=\"grid\"");
      svg.text(64, y + 4, "end", Numbers.time(mark));
    }
    for (int i = 0; i < labels.length; i++) {
      svg.text(70 + (right - 70) * (i + 0.5) / labels.length, bottom + 18, "middle", labels[i]);
    }
    List<Double> taken = new ArrayList<>();
    for (Map.Entry<String, double[]> each : series.entrySet()) {
      int s = table.strategies().indexOf(each.getKey());
      double lastX = 0;
      double lastY = 0;
      for (int i = 0; i < labels.length; i++) {
        double value = Math.max(each.getValue()[i], floor);
        double x = 70 + (right - 70) * (i + 0.5) / labels.length;
        double y = bottom - Math.log10(value / floor) * unit;
        if (i > 0) {
          svg.line(lastX, lastY, x, y, "class=\"l" + s % 10 + "\"");
        }
        svg.circle(
            x, y, 4, Svg.series(s), each.getKey() + " " + labels[i] + ": " + Numbers.time(value));
        lastX = x;
        lastY = y;
      }
      svg.text(right + 8, free(taken, lastY + 4), "start", each.getKey());
    }
    return svg.toString();
  }

  /** Strategies by scenarios, colored by speed relative to the baseline. */
  static String heatMap(ComparisonTable table) {
    double left = 210;
    double width = Math.max(60, Math.min(130, (WIDTH * 1.4 - left) / table.strategies().size()));
    double top = 26;
    Svg svg =
        new Svg(
            left + width * table.strategies().size(),
            top + 22 * table.rows().size() + 4,
            "speed relative to " + table.baseline());
    for (int s = 0; s < table.strategies().size(); s++) {
      svg.text(left + width * (s + 0.5), 16, "middle", table.strategies().get(s));
    }
    double y = top;
    for (Row row : table.rows()) {
      svg.text(left - 8, y + 15, "end", row.label());
      for (int s = 0; s < table.strategies().size(); s++) {
        Comparison cell = row.cells().get(table.strategies().get(s));
        double x = left + width * s;
        String text = text(cell, table.baseline());
        svg.rect(x + 1, y + 1, width - 2, 20, style(cell), hint(row, cell));
        svg.text(x + width / 2, y + 15, "middle", text);
      }
      y += 22;
    }
    return svg.toString();
  }

  private static String text(@Nullable Comparison cell, String baseline) {
    if (cell == null) {
      return "";
    }
    if (cell.measurement().failure() != null) {
      return "failed";
    }
    if (!Double.isFinite(cell.time())) {
      return "not at once";
    }
    if (!cell.measurement().settled()) {
      return cell.measurement().warm() ? "warming" : "cold";
    }
    return Numbers.ratio(cell.ratio(), cell.measurement().column().equals(baseline));
  }

  private static String style(@Nullable Comparison cell) {
    if (cell == null) {
      return "class=\"none\"";
    }
    return cell.measurement().failure() == null ? heat(cell.ratio()) : "class=\"failed\"";
  }

  private static String hint(Row row, @Nullable Comparison cell) {
    if (cell == null) {
      return row.label() + ": not measured";
    }
    String failure = cell.measurement().failure();
    return row.label()
        + ", "
        + cell.measurement().column()
        + ": "
        + (failure != null
            ? failure
            : Numbers.time(cell.time()) + " " + Numbers.interval(cell.ratio()));
  }

  /**
   * Returns a blue for faster and an orange for slower, stronger the further the ratio is from 1,
   * up to fourfold.
   */
  private static String heat(@Nullable Ratio ratio) {
    if (ratio == null || ratio.verdict() == Ratio.Verdict.SAME) {
      return "class=\"same\"";
    }
    double log = Math.log(ratio.speed().value()) / Math.log(4);
    double opacity = Math.min(1, Math.abs(log)) * 0.75 + 0.15;
    return String.format(
        Locale.ROOT, "class=\"%s\" fill-opacity=\"%.2f\"", log > 0 ? "faster" : "slower", opacity);
  }

  private static double rate(Comparison cell) {
    return cell.measurement().threads() * THOUSAND / cell.time();
  }

  private static @Nullable Comparison at(List<Row> rows, int threads, String strategy) {
    return rows.stream()
        .filter(row -> row.first().threads() == threads)
        .map(row -> row.cells().get(strategy))
        .filter(cell -> cell != null && Double.isFinite(cell.time()))
        .findFirst()
        .orElse(null);
  }

  private static double x(int i, int n, double right) {
    return 50 + (right - 50) * (i + 0.5) / n;
  }

  /** Returns a height near this one that no other label has. */
  private static double free(List<Double> taken, double y) {
    double place = y;
    for (int i = 0; i < taken.size() + 1; i++) {
      for (double other : taken) {
        if (Math.abs(other - place) < 14) {
          place = other + 14;
        }
      }
    }
    taken.add(place);
    return place;
  }
}
