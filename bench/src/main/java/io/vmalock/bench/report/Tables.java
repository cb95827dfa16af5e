package io.vmalock.bench.report;

import io.vmalock.bench.matrix.Family;
import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.report.Table.Value;
import io.vmalock.bench.stats.Fork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The tables of a report. */
final class Tables {
  /** Counts below this, for an operation, are none. */
  private static final double NONE = 0.0005;

  private Tables() {}

  static List<Table> of(Board board) {
    List<Table> tables = new ArrayList<>();
    for (Family family : Family.values()) {
      List<Line> lines =
          board.lines().stream()
              .filter(line -> line.first().family().equals(family.name()))
              .toList();
      if (!lines.isEmpty()) {
        String note = "Time of one operation: " + family.question() + ".";
        tables.add(times(board, family.label(), note, lines, board.strategies()));
        addIfAny(tables, controls(board, family, lines));
      }
    }
    addIfAny(tables, latencies(board));
    addIfAny(tables, counters(board));
    addIfAny(tables, memory(board));
    return tables;
  }

  private static Table controls(Board board, Family family, List<Line> lines) {
    List<String> present =
        board.controls().stream()
            .filter(control -> lines.stream().anyMatch(l -> l.entries().containsKey(control)))
            .toList();
    List<Line> withControls =
        lines.stream()
            .filter(line -> present.stream().anyMatch(line.entries()::containsKey))
            .toList();
    return times(
        board,
        family.label() + ": controls",
        "No strategies: what to measure them by.",
        withControls,
        present);
  }

  private static Table times(
      Board board, String title, String note, List<Line> lines, List<String> subjects) {
    List<String> columns = new ArrayList<>(List.of("scenario"));
    columns.addAll(subjects);
    boolean discards =
        lines.stream()
            .flatMap(l -> l.entries().values().stream())
            .anyMatch(e -> e.row().discarded() > 0);
    if (discards) {
      columns.add("discarded");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (Line line : lines) {
      List<Value> row = new ArrayList<>(List.of(Value.of(line.label())));
      double discarded = 0;
      for (String subject : subjects) {
        Entry entry = line.entries().get(subject);
        if (entry != null) {
          discarded = Math.max(discarded, entry.row().discarded());
        }
        row.add(entry == null ? Value.of("") : value(board, entry));
      }
      if (discards) {
        row.add(new Value(discarded == 0 ? "" : Numbers.percent(discarded), discarded, false, ""));
      }
      rows.add(row);
    }
    return new Table(title, note, columns, rows);
  }

  private static Value value(Board board, Entry entry) {
    String failure = entry.row().failure();
    if (failure != null && !Double.isFinite(entry.time())) {
      return new Value("failed", Double.MAX_VALUE, false, failure);
    }
    if (!Double.isFinite(entry.time())) {
      return new Value(
          "not at once", Double.MAX_VALUE, false, "the threads did not run at the same time");
    }
    boolean several = entry.row().threads() > 1;
    String time =
        several && !Numbers.digits(entry.low()).equals(Numbers.digits(entry.high()))
            ? range(entry)
            : Numbers.time(entry.time());
    String ratio = Numbers.ratio(entry.ratio(), entry.row().subject().equals(board.baseline()));
    String hint =
        "forks "
            + Numbers.time(entry.low())
            + " to "
            + Numbers.time(entry.high())
            + (entry.ratio() == null ? "" : "; " + Numbers.interval(entry.ratio()));
    return new Value((time + "  " + ratio).strip(), entry.time(), entry.best(), hint);
  }

  /** {@code 43.1–73.0 ns}: at several threads a range is what is known. */
  private static String range(Entry entry) {
    String low = Numbers.time(entry.low());
    String high = Numbers.time(entry.high());
    String unit = high.substring(high.indexOf(' '));
    return (low.endsWith(unit) ? low.substring(0, low.length() - unit.length()) : low) + "–" + high;
  }

  private static Table latencies(Board board) {
    List<List<Value>> rows = new ArrayList<>();
    for (Line line : board.lines()) {
      for (String name : names(line, fork -> fork.latencies().keySet())) {
        for (String subject : board.strategies()) {
          Entry entry = line.entries().get(subject);
          Latency latency = entry == null ? null : latencyOf(entry.row(), name);
          if (latency != null && latency.count() > 0) {
            rows.add(
                List.of(
                    Value.of(line.label() + ": " + name),
                    Value.of(subject),
                    time(latency.p50()),
                    time(latency.p99()),
                    time(latency.p999()),
                    time(latency.worst()),
                    new Value(
                        Long.toString(latency.count()), latency.count(), false, "of all forks")));
          }
        }
      }
    }
    return new Table(
        "latencies",
        "Of single operations: the median over the forks of each percentile, and the worst of all.",
        List.of("scenario", "strategy", "p50", "p99", "p99.9", "worst", "samples"),
        rows);
  }

  private static Value time(double nanos) {
    return new Value(Numbers.time(nanos), nanos, false, "");
  }

  /** What the forks of a line have names for. */
  private static Set<String> names(Line line, Function<ForkRun, Set<String>> names) {
    return line.entries().values().stream()
        .flatMap(entry -> entry.row().forks().stream())
        .flatMap(fork -> names.apply(fork).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of all forks: the median of each percentile, and the worst. */
  static Latency latencyOf(Row row, String name) {
    List<Latency> latencies = latencies(row.timed(), name);
    if (latencies.isEmpty()) {
      latencies = latencies(row.forks(), name); // what only a counting fork records
    }
    return new Latency(
        latencies.stream().mapToLong(Latency::count).sum(),
        median(latencies, Latency::p50),
        median(latencies, Latency::p99),
        median(latencies, Latency::p999),
        latencies.stream().mapToDouble(Latency::worst).max().orElse(Double.NaN));
  }

  private static List<Latency> latencies(List<ForkRun> forks, String name) {
    return forks.stream().map(fork -> fork.latencies().get(name)).filter(Objects::nonNull).toList();
  }

  private static double median(List<Latency> latencies, ToDoubleFunction<Latency> part) {
    return Fork.median(latencies.stream().mapToDouble(part).toArray());
  }

  private static Table counters(Board board) {
    List<List<Value>> rows = new ArrayList<>();
    for (Line line : board.lines()) {
      for (String name : names(line, fork -> fork.counters().keySet())) {
        List<Value> row = new ArrayList<>(List.of(Value.of(line.label() + ": " + name)));
        boolean any = false;
        for (String subject : board.strategies()) {
          Entry entry = line.entries().get(subject);
          double count = entry == null ? Double.NaN : counter(entry.row(), name);
          any |= count >= NONE;
          row.add(
              Double.isNaN(count)
                  ? Value.of("")
                  : new Value(Numbers.digits(count), count, false, ""));
        }
        if (any) {
          rows.add(row);
        }
      }
    }
    List<String> columns = new ArrayList<>(List.of("scenario"));
    columns.addAll(board.strategies());
    return new Table(
        "counted, for each operation",
        "allocated: bytes. The others: how often startRead answered so, or the mmap lock was waited"
            + " for.",
        columns,
        rows);
  }

  /** The median of the forks; NaN where it was not counted. */
  static double counter(Row row, String name) {
    return Fork.median(
        row.forks().stream()
            .mapToDouble(fork -> fork.counters().getOrDefault(name, Double.NaN))
            .filter(Double::isFinite)
            .toArray());
  }

  private static Table memory(Board board) {
    List<List<Value>> rows = new ArrayList<>();
    for (Map.Entry<String, Footprint> entry : board.footprints().entrySet()) {
      Footprint footprint = entry.getValue();
      rows.add(
          List.of(
              Value.of(entry.getKey()),
              bytes(footprint.one()),
              bytes(footprint.many()),
              bytes(footprint.space())));
    }
    return new Table(
        "memory, bytes for each area",
        "VMA and lock, of one area and of 100,000; and in a space of 100,000 with its index.",
        List.of("strategy", "1 area", "100,000 areas", "with the index"),
        rows);
  }

  private static Value bytes(double bytes) {
    return new Value(Numbers.digits(bytes), bytes, false, "");
  }

  private static void addIfAny(List<Table> tables, Table table) {
    if (!table.rows().isEmpty() && table.columns().size() > 1) {
      tables.add(table);
    }
  }
}
