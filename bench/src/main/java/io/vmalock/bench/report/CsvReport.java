package io.vmalock.bench.report;

import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All numbers, a line for each subject in each scenario, for other programs. */
public final class CsvReport {
  private CsvReport() {}

  /** The report. */
  public static String of(Board board) {
    StringBuilder out = new StringBuilder();
    line(
        out,
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
            "discarded",
            "p50_ns",
            "p99_ns",
            "p999_ns",
            "worst_ns",
            "latency",
            "bytes_allocated",
            "failure",
            "jvm",
            "cpu",
            "cores",
            "commit",
            "date"));
    for (Line line : board.lines()) {
      line.entries().forEach((column, entry) -> add(out, board, column, entry));
    }
    return out.toString();
  }

  private static void add(StringBuilder out, Board board, String column, Entry entry) {
    Row row = entry.row();
    Ratio ratio = entry.ratio();
    Environment environment = environment(board, row);
    String latency =
        row.forks().stream()
            .flatMap(fork -> fork.latencies().keySet().stream())
            .sorted()
            .findFirst()
            .orElse("");
    Latency tail = Tables.latencyOf(row, latency);
    String failure = row.failure();
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
    cells.add(number(tail.p50()));
    cells.add(number(tail.p99()));
    cells.add(number(tail.p999()));
    cells.add(number(tail.worst()));
    cells.add(latency);
    cells.add(
        row.forks().isEmpty()
            ? ""
            : number(row.forks().get(0).counters().getOrDefault("allocated", Double.NaN)));
    cells.add(failure == null ? "" : failure);
    cells.add(environment.jvm());
    cells.add(environment.cpu());
    cells.add(Integer.toString(environment.cores()));
    cells.add(environment.commit());
    cells.add(environment.date());
    line(out, cells);
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
