package io.vmalock.bench.report;

import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All numbers, a line for each subject in each scenario, for other programs. */
public final class CsvReport {
  private CsvReport() {}

  private static final List<String> LEFT =
      List.of(
          "family",
          "scenario",
          "threads",
          "subject",
          "control",
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
  public static String of(Board board) {
    Set<String> latencies = names(board, fork -> fork.latencies().keySet());
    Set<String> counters = names(board, fork -> fork.counters().keySet());
    List<String> head = new ArrayList<>(LEFT);
    for (String name : latencies) {
      List.of("p50", "p99", "p999", "worst").forEach(p -> head.add(name + "_" + p + "_ns"));
    }
    counters.forEach(name -> head.add(name + "_per_op"));
    head.addAll(RIGHT);
    StringBuilder out = new StringBuilder();
    line(out, head);
    for (Line line : board.lines()) {
      line.entries()
          .forEach(
              (column, entry) -> {
                List<String> cells = left(board, column, entry);
                for (String name : latencies) {
                  Latency latency = Tables.latencyOf(entry.row(), name);
                  cells.add(number(latency.p50()));
                  cells.add(number(latency.p99()));
                  cells.add(number(latency.p999()));
                  cells.add(number(latency.worst()));
                }
                counters.forEach(name -> cells.add(number(Tables.counter(entry.row(), name))));
                cells.addAll(right(board, entry.row()));
                line(out, cells);
              });
    }
    return out.toString();
  }

  private static Set<String> names(Board board, Function<ForkRun, Set<String>> names) {
    return board.runs().stream()
        .flatMap(run -> run.rows().stream())
        .flatMap(row -> row.forks().stream())
        .flatMap(fork -> names.apply(fork).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> left(Board board, String column, Entry entry) {
    Row row = entry.row();
    Ratio ratio = entry.ratio();
    List<String> cells = new ArrayList<>();
    cells.add(row.family());
    cells.add(row.scenario());
    cells.add(Integer.toString(row.threads()));
    cells.add(column);
    cells.add(Boolean.toString(row.control()));
    cells.add(Integer.toString(row.forks().size()));
    cells.add(number(entry.time()));
    cells.add(number(entry.low()));
    cells.add(number(entry.high()));
    cells.add(board.baseline());
    cells.add(ratio == null ? "" : number(ratio.speed().value()));
    cells.add(ratio == null ? "" : number(ratio.speed().low()));
    cells.add(ratio == null ? "" : number(ratio.speed().high()));
    cells.add(ratio == null ? "" : ratio.verdict().name());
    cells.add(number(row.discarded()));
    return cells;
  }

  private static List<String> right(Board board, Row row) {
    Environment environment = environment(board, row);
    String failure = row.failure();
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

  private static Environment environment(Board board, Row row) {
    return board.runs().stream()
        .filter(run -> run.rows().contains(row))
        .map(Results::environment)
        .findFirst()
        .orElseThrow();
  }

  private static String number(double x) {
    return Double.isFinite(x) ? Double.toString(x) : "";
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append(cells.stream().map(CsvReport::quote).collect(Collectors.joining(","))).append('\n');
  }

  private static String quote(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
