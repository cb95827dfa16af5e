package io.vmalock.bench.report;

import io.vmalock.bench.matrix.Family;
import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which strategy for whom, worked out from the numbers alone. */
final class Advice {
  private Advice() {}

  /** A sentence for each family that was measured, and one on memory. */
  static List<String> of(Board board) {
    List<String> advice = new ArrayList<>();
    if (board.strategies().size() < 2) {
      return advice;
    }
    for (Family family : Family.values()) {
      List<Line> lines =
          board.lines().stream()
              .filter(line -> line.first().family().equals(family.name()))
              .filter(line -> complete(board, line))
              .toList();
      if (!lines.isEmpty()) {
        advice.add(family.label() + ": " + winner(board, lines));
      }
    }
    if (!board.footprints().isEmpty()) {
      advice.add("memory: " + memory(board.footprints()));
    }
    return advice;
  }

  private static boolean complete(Board board, Line line) {
    return board.strategies().stream()
        .allMatch(
            strategy -> {
              Entry entry = line.entries().get(strategy);
              return entry != null && Double.isFinite(entry.time());
            });
  }

  private static String winner(Board board, List<Line> lines) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String strategy : board.strategies()) {
      means.put(strategy, mean(lines, strategy));
    }
    List<String> order = new ArrayList<>(board.strategies());
    order.sort(Comparator.comparingDouble(s -> means.getOrDefault(s, Double.NaN)));
    String first = order.get(0);
    String second = order.get(1);
    String last = order.get(order.size() - 1);
    int faster = told(lines, first, second, Verdict.SLOWER);
    int slower = told(lines, first, second, Verdict.FASTER);
    String of = " of " + lines.size() + (lines.size() == 1 ? " row" : " rows");
    if (faster == 0) {
      return first
          + " ≈ "
          + second
          + ": not told apart in "
          + (lines.size() - slower)
          + of
          + cost(board, lines);
    }
    return first
        + ", "
        + compared(first, second, means)
        + " (beyond noise in "
        + faster
        + of
        + (slower == 0 ? "" : ", slower in " + slower)
        + ")"
        + (order.size() > 2 ? ", " + compared(first, last, means) : "")
        + cost(board, lines);
  }

  private static String compared(String a, String b, Map<String, Double> means) {
    double ratio = means.getOrDefault(b, Double.NaN) / means.getOrDefault(a, Double.NaN);
    return Numbers.digits(ratio) + "x as fast as " + b;
  }

  /** In how many lines the second is told from the first in this way. */
  private static int told(List<Line> lines, String first, String second, Verdict verdict) {
    int told = 0;
    for (Line line : lines) {
      Ratio ratio = Board.ratio(row(line, first), row(line, second));
      if (ratio.verdict() == verdict) {
        told++;
      }
    }
    return told;
  }

  /** How long writers wait beside those readers, where that was recorded. */
  private static String cost(Board board, List<Line> lines) {
    for (Line line : lines) {
      List<String> waits = new ArrayList<>();
      for (String strategy : board.strategies()) {
        Latency latency = Tables.latencyOf(row(line, strategy), "writer");
        if (latency.count() > 0) {
          waits.add(strategy + " " + Numbers.time(latency.p99()));
        }
      }
      if (!waits.isEmpty()) {
        return "; writers take, p99 of " + line.label() + ": " + String.join(", ", waits);
      }
    }
    return "";
  }

  private static Row row(Line line, String strategy) {
    Entry entry = line.entries().get(strategy);
    if (entry == null) {
      throw new IllegalStateException(strategy + " is not in " + line.label());
    }
    return entry.row();
  }

  /** The geometric mean of the times. */
  private static double mean(List<Line> lines, String strategy) {
    double logs = 0;
    for (Line line : lines) {
      logs += Math.log(Board.time(row(line, strategy)));
    }
    return Math.exp(logs / lines.size());
  }

  private static String memory(Map<String, Footprint> footprints) {
    List<Map.Entry<String, Footprint>> order = new ArrayList<>(footprints.entrySet());
    order.sort((a, b) -> Double.compare(a.getValue().many(), b.getValue().many()));
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Footprint> entry : order) {
      parts.add(entry.getKey() + " " + Numbers.digits(entry.getValue().many()));
    }
    return String.join(", ", parts) + " bytes for each area";
  }
}
