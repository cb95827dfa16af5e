package io.vmalock.bench.report;

import io.vmalock.bench.report.ComparisonTable.Comparison;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.text.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All numbers, a row for each column in each scenario, for other programs. */
public final class CsvReport {
  private CsvReport() {}

  private static final List<String> LEFT =
      List.of(
          "family",
          "scenario",
          "threads",
          "column",
          "control",
          "warm",
          "forks",
          "ns_per_op",
          "ns_low",
          "ns_high",
          "baseline",
          "speed_ratio",
          "ratio_low",
          "ratio_high",
          "verdict",
          "discarded");

  private static final List<String> RIGHT =
      List.of(
          "failure",
          "jvm",
          "jvm_options",
          "cpu",
          "cores",
          "os",
          "commit",
          "command",
          "date",
          "load",
          "profile");

  /** The report. */
  public static String of(ComparisonTable table) {
    Set<String> latencies = names(table, fork -> fork.latencies().keySet());
    Set<String> counters = names(table, fork -> fork.counters().keySet());
    List<String> head = new ArrayList<>(LEFT);
    for (String name : latencies) {
      List.of("p50", "p99", "p999", "worst").forEach(p -> head.add(name + "_" + p + "_ns"));
    }
    counters.forEach(name -> head.add(name + "_per_op"));
    head.addAll(RIGHT);
    StringBuilder out = new StringBuilder();
    row(out, head);
    for (Row row : table.rows()) {
      row.cells()
          .forEach(
              (column, cell) -> {
                List<String> cells = left(table, column, cell);
                for (String name : latencies) {
                  Latency latency = Tables.latencyOf(cell.measurement(), name);
                  cells.add(number(latency.p50()));
                  cells.add(number(latency.p99()));
                  cells.add(number(latency.p999()));
                  cells.add(number(latency.worst()));
                }
                counters.forEach(
                    name -> cells.add(number(Tables.counter(cell.measurement(), name))));
                cells.addAll(right(table, cell.measurement()));
                row(out, cells);
              });
    }
    return out.toString();
  }

  private static Set<String> names(ComparisonTable table, Function<ForkRun, Set<String>> names) {
    return table.runs().stream()
        .flatMap(run -> run.measurements().stream())
        .flatMap(measurement -> measurement.forks().stream())
        .flatMap(fork -> names.apply(fork).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> left(ComparisonTable table, String column, Comparison cell) {
    Measurement measurement = cell.measurement();
    Ratio ratio = cell.ratio();
    List<String> cells = new ArrayList<>();
    cells.add(measurement.family());
    cells.add(measurement.scenario());
    cells.add(Integer.toString(measurement.threads()));
    cells.add(column);
    cells.add(Boolean.toString(measurement.control()));
    cells.add(Boolean.toString(measurement.warm()));
    cells.add(Integer.toString(measurement.forks().size()));
    cells.add(number(cell.time()));
    cells.add(number(cell.low()));
    cells.add(number(cell.high()));
    cells.add(table.baseline());
    cells.add(ratio == null ? "" : number(ratio.speed().value()));
    cells.add(ratio == null ? "" : number(ratio.speed().low()));
    cells.add(ratio == null ? "" : number(ratio.speed().high()));
    cells.add(ratio == null ? "" : ratio.verdict().name());
    cells.add(number(measurement.discarded()));
    return cells;
  }

  private static List<String> right(ComparisonTable table, Measurement measurement) {
    Environment environment = environment(table, measurement);
    String failure = measurement.failure();
    return List.of(
        failure == null ? "" : failure,
        environment.jvm(),
        environment.jvmArgs(),
        environment.cpu(),
        Integer.toString(environment.cores()),
        environment.os(),
        environment.commit(),
        environment.command(),
        environment.date(),
        number(environment.load()),
        environment.profile());
  }

  private static Environment environment(ComparisonTable table, Measurement measurement) {
    return table.runs().stream()
        .filter(run -> run.measurements().contains(measurement))
        .map(Results::environment)
        .findFirst()
        .orElseThrow();
  }

  private static String number(double x) {
    return Double.isFinite(x) ? Double.toString(x) : "";
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append(cells.stream().map(ForeignText::csv).collect(Collectors.joining(","))).append('\n');
  }
}
