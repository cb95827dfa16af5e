package io.vmalock.bench.report;

import io.vmalock.bench.report.ComparisonTable.Comparison;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.scenario.Family;
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
 * Advice from the numbers alone: the fastest strategy in each class of scenarios, its lead, its
 * cost, and the cases in which it is the wrong choice.
 */
final class Advice {
  /** The most rows that are named in which a winner loses; the worst come first. */
  private static final int MOST_NAMED = 6;

  private final ComparisonTable table;
  private final List<String> strategies;

  /** Returns every row in which all strategies were measured. */
  private final List<Row> rows;

  private Advice(ComparisonTable table) {
    this.table = table;
    this.strategies =
        table.strategies().stream().filter(name -> !name.endsWith(ComparisonTable.AGAIN)).toList();
    this.rows = table.rows().stream().filter(this::complete).toList();
  }

  /**
   * Returns a sentence for each measured family, one on memory, and for each winner two on when not
   * to choose it. Runs of different machines or JVMs get their own sentences, because they cannot
   * be paired.
   */
  static List<String> of(ComparisonTable table) {
    if (table.runs().size() == 1) {
      return new Advice(table).sentences();
    }
    List<String> advice = new ArrayList<>();
    for (int i = 0; i < table.runs().size(); i++) {
      String run = table.runName(i);
      ComparisonTable one = ComparisonTable.of(List.of(table.runs().get(i)), table.baseline());
      new Advice(one).sentences().forEach(sentence -> advice.add(run + ": " + sentence));
    }
    return advice;
  }

  private List<String> sentences() {
    List<String> advice = new ArrayList<>();
    if (strategies.size() < 2 || !table.comparable()) {
      return advice;
    }
    Set<String> winners = new LinkedHashSet<>();
    for (Family family : Family.values()) {
      List<Row> own =
          rows.stream().filter(row -> row.first().family().equals(family.name())).toList();
      if (!own.isEmpty()) {
        advice.add(family.label() + ": " + winner(own, winners));
      }
    }
    if (!table.footprints().isEmpty()) {
      advice.add("memory: " + memory(table.footprints()));
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

  private boolean complete(Row row) {
    return strategies.stream()
        .allMatch(
            strategy -> {
              Comparison cell = row.cells().get(strategy);
              return cell != null
                  && cell.measurement().failure() == null
                  && cell.measurement().settled()
                  && Double.isFinite(cell.time());
            });
  }

  private String winner(List<Row> own, Set<String> winners) {
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
          + ": no significant difference in "
          + (own.size() - slower)
          + of
          + (slower == 0 ? "" : ", " + second + " faster in " + slower);
    }
    winners.add(first);
    return first
        + ", "
        + compared(first, second, means)
        + " (significantly in "
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

  /**
   * Returns the number of rows in which the second differs significantly from the first in this
   * way.
   */
  private static int told(List<Row> rows, String first, String second, Verdict verdict) {
    int told = 0;
    for (Row row : rows) {
      Ratio ratio = ComparisonTable.ratio(measurement(row, first), measurement(row, second));
      if (ratio.verdict() == verdict) {
        told++;
      }
    }
    return told;
  }

  /**
   * Returns its bytes, and the delay of writers beside its readers, each next to the best of all.
   */
  private String cost(String strategy) {
    List<String> parts = new ArrayList<>();
    Footprint own = table.footprints().get(strategy);
    if (own != null) {
      String least = strategy;
      double bytes = own.many();
      for (Map.Entry<String, Footprint> other : table.footprints().entrySet()) {
        if (other.getValue().many() < bytes) {
          bytes = other.getValue().many();
          least = other.getKey();
        }
      }
      parts.add(
          Numbers.digits(own.many())
              + " bytes for each area ("
              + (least.equals(strategy) ? "none takes less" : least + " " + Numbers.digits(bytes))
              + ")");
    }
    for (Row row : rows) {
      Map<String, Double> waits = new LinkedHashMap<>();
      for (String each : strategies) {
        Latency latency = Tables.latencyOf(measurement(row, each), "writer");
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
                + row.label()
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

  /**
   * Returns the rows, of all families, in which another strategy is significantly faster; the worst
   * first.
   */
  private String losses(String winner) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Row row : rows) {
      String best = "";
      double speed = 1;
      for (String other : strategies) {
        Ratio ratio = ComparisonTable.ratio(measurement(row, other), measurement(row, winner));
        if (ratio.verdict() == Verdict.SLOWER && ratio.speed().value() < speed) {
          speed = ratio.speed().value();
          best = other;
        }
      }
      if (!best.isEmpty()) {
        losses.put(row.label() + " (" + Numbers.digits(speed) + "x of " + best + ")", speed);
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

  private static Measurement measurement(Row row, String strategy) {
    Comparison cell = row.cells().get(strategy);
    if (cell == null) {
      throw new IllegalStateException(strategy + " is not in " + row.label());
    }
    return cell.measurement();
  }

  /** The geometric mean of the times. */
  private static double mean(List<Row> rows, String strategy) {
    double logs = 0;
    for (Row row : rows) {
      logs += Math.log(ComparisonTable.time(measurement(row, strategy)));
    }
    return Math.exp(logs / rows.size());
  }

  private static String memory(Map<String, Footprint> footprints) {
    List<Map.Entry<String, Footprint>> order = new ArrayList<>(footprints.entrySet());
    order.sort((a, b) -> Double.compare(a.getValue().many(), b.getValue().many()));
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Footprint> cell : order) {
      parts.add(cell.getKey() + " " + Numbers.digits(cell.getValue().many()));
    }
    return String.join(", ", parts) + " bytes for each area";
  }
}
