package io.vmalock.bench.report;

import io.vmalock.bench.matrix.Family;
import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which strategy for whom, worked out from the numbers alone: who is the fastest in which class of
 * scenarios and by how much, what that costs, and where the same strategy is the wrong one.
 */
final class Advice {
  /** Rows in which a winner loses, that are named; the worst come first. */
  private static final int MOST_NAMED = 6;

  private final Board board;
  private final List<String> strategies;

  /** Every row that all strategies were measured in. */
  private final List<Line> lines;

  private Advice(Board board) {
    this.board = board;
    this.strategies =
        board.strategies().stream().filter(name -> !name.endsWith(Board.AGAIN)).toList();
    this.lines = board.lines().stream().filter(this::complete).toList();
  }

  /**
   * A sentence for each family that was measured, one on memory, and for each winner two on when
   * not to take it. Runs of different machines or JVMs have theirs each: they are no pairs.
   */
  static List<String> of(Board board) {
    if (board.runs().size() == 1) {
      return new Advice(board).sentences();
    }
    List<String> advice = new ArrayList<>();
    for (int i = 0; i < board.runs().size(); i++) {
      String run = board.runName(i);
      Board one = Board.of(List.of(board.runs().get(i)), board.baseline());
      new Advice(one).sentences().forEach(sentence -> advice.add(run + ": " + sentence));
    }
    return advice;
  }

  private List<String> sentences() {
    List<String> advice = new ArrayList<>();
    if (strategies.size() < 2) {
      return advice;
    }
    Set<String> winners = new LinkedHashSet<>();
    for (Family family : Family.values()) {
      List<Line> own =
          lines.stream().filter(line -> line.first().family().equals(family.name())).toList();
      if (!own.isEmpty()) {
        advice.add(family.label() + ": " + winner(own, winners));
      }
    }
    if (!board.footprints().isEmpty()) {
      advice.add("memory: " + memory(board.footprints()));
    }
    for (String winner : winners) {
      String cost = cost(winner);
      if (!cost.isEmpty()) {
        advice.add(winner + " costs: " + cost);
      }
      advice.add(winner + " is the wrong one for: " + losses(winner));
    }
    return advice;
  }

  private boolean complete(Line line) {
    return strategies.stream()
        .allMatch(
            strategy -> {
              Entry entry = line.entries().get(strategy);
              return entry != null && Double.isFinite(entry.time());
            });
  }

  private String winner(List<Line> own, Set<String> winners) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String strategy : strategies) {
      means.put(strategy, mean(own, strategy));
    }
    List<String> order = new ArrayList<>(strategies);
    order.sort(Comparator.comparingDouble(s -> means.getOrDefault(s, Double.NaN)));
    String first = order.get(0);
    String second = order.get(1);
    String last = order.get(order.size() - 1);
    int faster = told(own, first, second, Verdict.SLOWER);
    int slower = told(own, first, second, Verdict.FASTER);
    String of = " of " + own.size() + (own.size() == 1 ? " row" : " rows");
    if (faster == 0) {
      return first
          + " "
          + "≈ "
          + second
          + ": not told apart in "
          + (own.size() - slower)
          + of
          + (slower == 0 ? "" : ", " + second + " faster in " + slower);
    }
    winners.add(first);
    return first
        + ", "
        + compared(first, second, means)
        + " (beyond noise in "
        + faster
        + of
        + (slower == 0 ? "" : ", slower in " + slower)
        + ")"
        + (order.size() > 2 ? ", " + compared(first, last, means) : "");
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

  /** Its bytes, and how late writers get in beside its readers, each next to the best of all. */
  private String cost(String strategy) {
    List<String> parts = new ArrayList<>();
    Footprint own = board.footprints().get(strategy);
    if (own != null) {
      String least = strategy;
      double bytes = own.many();
      for (Map.Entry<String, Footprint> other : board.footprints().entrySet()) {
        if (other.getValue().many() < bytes) {
          bytes = other.getValue().many();
          least = other.getKey();
        }
      }
      parts.add(
          Numbers.digits(own.many())
              + " bytes for each area ("
              + (least.equals(strategy) ? "nobody takes less" : least + " " + Numbers.digits(bytes))
              + ")");
    }
    for (Line line : lines) {
      Map<String, Double> waits = new LinkedHashMap<>();
      for (String each : strategies) {
        Latency latency = Tables.latencyOf(row(line, each), "writer");
        if (latency.count() > 0) {
          waits.put(each, latency.p99());
        }
      }
      Double wait = waits.remove(strategy);
      if (wait != null && !waits.isEmpty()) {
        Map.Entry<String, Double> best =
            waits.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        parts.add(
            "writers' p99 in "
                + line.label()
                + " "
                + Numbers.time(wait)
                + " ("
                + best.getKey()
                + " "
                + Numbers.time(best.getValue())
                + ")");
      }
    }
    return String.join("; ", parts);
  }

  /** The rows, of all families, in which another is faster beyond noise; the worst first. */
  private String losses(String winner) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Line line : lines) {
      String best = "";
      double speed = 1;
      for (String other : strategies) {
        Ratio ratio = Board.ratio(row(line, other), row(line, winner));
        if (ratio.verdict() == Verdict.SLOWER && ratio.speed().value() < speed) {
          speed = ratio.speed().value();
          best = other;
        }
      }
      if (!best.isEmpty()) {
        losses.put(line.label() + " (" + Numbers.digits(speed) + "x of " + best + ")", speed);
      }
    }
    if (losses.isEmpty()) {
      return "none of the rows measured";
    }
    List<String> names = new ArrayList<>(losses.keySet());
    names.sort(Comparator.comparingDouble(name -> losses.getOrDefault(name, 1.0)));
    int more = names.size() - MOST_NAMED;
    return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
        + (more > 0 ? " and " + more + (more == 1 ? " row more" : " rows more") : "");
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
