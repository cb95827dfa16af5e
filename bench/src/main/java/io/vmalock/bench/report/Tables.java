package io.vmalock.bench.report;

import io.vmalock.bench.report.ComparisonTable.Comparison;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.report.ReportTable.Value;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.stats.ForkTime;
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
  /** The bound below which a count for an operation is shown as none. */
  private static final double NONE = 0.0005;

  /** The counters of every fork. */
  private static final String ALLOCATED = "allocated";

  private Tables() {}

  static List<ReportTable> of(ComparisonTable compared) {
    List<ReportTable> tables = new ArrayList<>();
    for (Family family : Family.values()) {
      List<Row> lines =
          compared.rows().stream()
              .filter(line -> line.first().family().equals(family.name()))
              .toList();
      if (!lines.isEmpty()) {
        String note = "Time of one operation: " + family.question() + ".";
        tables.add(times(compared, family.label(), note, lines, compared.strategies()));
        addIfAny(tables, controls(compared, family, lines));
      }
    }
    addIfAny(tables, latencies(compared));
    addIfAny(tables, counters(compared));
    addIfAny(tables, filesCounted(compared));
    addIfAny(tables, memory(compared));
    return tables;
  }

  private static ReportTable controls(ComparisonTable compared, Family family, List<Row> lines) {
    List<String> present =
        compared.controls().stream()
            .filter(control -> lines.stream().anyMatch(l -> l.cells().containsKey(control)))
            .toList();
    List<Row> withControls =
        lines.stream()
            .filter(line -> present.stream().anyMatch(line.cells()::containsKey))
            .toList();
    return times(
        compared,
        family.label() + ": controls",
        "No strategies: what to measure them by.",
        withControls,
        present);
  }

  private static ReportTable times(
      ComparisonTable compared, String title, String note, List<Row> lines, List<String> names) {
    List<String> columns = new ArrayList<>(List.of("scenario"));
    columns.addAll(names);
    boolean discards =
        lines.stream()
            .flatMap(l -> l.cells().values().stream())
            .anyMatch(e -> e.measurement().discarded() > 0);
    if (discards) {
      columns.add("discarded");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (Row line : lines) {
      List<Value> row = new ArrayList<>(List.of(Value.of(line.label())));
      double discarded = 0;
      for (String column : names) {
        Comparison cell = line.cells().get(column);
        if (cell != null) {
          discarded = Math.max(discarded, cell.measurement().discarded());
        }
        row.add(cell == null ? Value.of("") : value(compared, cell));
      }
      if (discards) {
        row.add(new Value(discarded == 0 ? "" : Numbers.percent(discarded), discarded, false, ""));
      }
      rows.add(row);
    }
    return new ReportTable(title, note, columns, rows);
  }

  private static Value value(ComparisonTable compared, Comparison cell) {
    String failure = cell.measurement().failure();
    if (failure != null) {
      return new Value("failed", Double.MAX_VALUE, false, failure);
    }
    if (!Double.isFinite(cell.time())) {
      return new Value(
          "not at once", Double.MAX_VALUE, false, "the threads did not run at the same time");
    }
    boolean several = cell.measurement().threads() > 1;
    String time =
        several && !Numbers.digits(cell.low()).equals(Numbers.digits(cell.high()))
            ? range(cell)
            : Numbers.time(cell.time());
    String ratio =
        Numbers.ratio(cell.ratio(), cell.measurement().column().equals(compared.baseline()));
    if (!cell.measurement().settled()) {
      String why = cell.measurement().warm() ? "warming" : "cold";
      return new Value(time + "  " + why, cell.time(), false, "not compared");
    }
    String hint =
        "JVMs "
            + Numbers.time(cell.low())
            + " to "
            + Numbers.time(cell.high())
            + (cell.ratio() == null ? "" : "; " + Numbers.interval(cell.ratio()));
    return new Value((time + "  " + ratio).strip(), cell.time(), cell.best(), hint);
  }

  /** {@code 43.1–73.0 ns}: with several threads only a range is known. */
  private static String range(Comparison cell) {
    String low = Numbers.time(cell.low());
    String high = Numbers.time(cell.high());
    String unit = high.substring(high.indexOf(' '));
    return (low.endsWith(unit) ? low.substring(0, low.length() - unit.length()) : low) + "–" + high;
  }

  private static ReportTable latencies(ComparisonTable compared) {
    List<List<Value>> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>(compared.strategies());
    columns.addAll(compared.controls());
    for (Row line : compared.rows()) {
      for (String name : names(line, fork -> fork.latencies().keySet())) {
        for (String column : columns) {
          Comparison cell = line.cells().get(column);
          Latency latency = cell == null ? null : latencyOf(cell.measurement(), name);
          if (latency != null && latency.count() > 0) {
            rows.add(
                List.of(
                    Value.of(line.label() + ": " + name),
                    Value.of(column),
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
    return new ReportTable(
        "latencies",
        "Of single operations: the median over the forks of each percentile, and the worst of all.",
        List.of("scenario", "strategy", "p50", "p99", "p99.9", "worst", "samples"),
        rows);
  }

  private static Value time(double nanos) {
    return new Value(Numbers.time(nanos), nanos, false, "");
  }

  /** The names of the latencies of a row's forks. */
  private static Set<String> names(Row line, Function<ForkRun, Set<String>> names) {
    return line.cells().values().stream()
        .flatMap(cell -> cell.measurement().forks().stream())
        .flatMap(fork -> names.apply(fork).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Over all forks, the median of each percentile, and the worst time. */
  static Latency latencyOf(Measurement row, String name) {
    List<Latency> latencies = latencies(row.timed(), name);
    if (latencies.isEmpty()) {
      latencies = latencies(row.forks(), name); // only a counting fork records these
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
    return ForkTime.median(latencies.stream().mapToDouble(part).toArray());
  }

  private static ReportTable counters(ComparisonTable compared) {
    List<List<Value>> rows = new ArrayList<>();
    for (Row line : compared.rows()) {
      for (String name : names(line, fork -> fork.counters().keySet())) {
        if (isOfFiles(line) && !name.equals(ALLOCATED)) {
          continue; // in a table of their own
        }
        List<Value> row = new ArrayList<>(List.of(Value.of(line.label() + ": " + name)));
        boolean any = false;
        for (String column : compared.strategies()) {
          Comparison cell = line.cells().get(column);
          double count = cell == null ? Double.NaN : counter(cell.measurement(), name);
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
    columns.addAll(compared.strategies());
    return new ReportTable(
        "counted, for each operation",
        "allocated: bytes. The others: how often startRead answered so, or the mmap lock was waited"
            + " for.",
        columns,
        rows);
  }

  private static boolean isOfFiles(Row line) {
    return line.first().family().equals(Family.MAPPED_FILES.name());
  }

  /**
   * The counters that only mapped files have, of strategies and controls. Each counter has a row,
   * because there are many.
   */
  private static ReportTable filesCounted(ComparisonTable compared) {
    List<Row> lines = compared.rows().stream().filter(Tables::isOfFiles).toList();
    Set<String> counted = new TreeSet<>();
    lines.forEach(line -> counted.addAll(names(line, fork -> fork.counters().keySet())));
    counted.remove(ALLOCATED);
    List<String> names = new ArrayList<>(compared.strategies());
    names.addAll(compared.controls());
    List<List<Value>> rows = new ArrayList<>();
    for (String name : names) {
      List<Value> row = new ArrayList<>(List.of(Value.of(name)));
      for (String counter : counted) {
        double count =
            lines.stream()
                .map(line -> line.cells().get(name))
                .filter(Objects::nonNull)
                .mapToDouble(cell -> counter(cell.measurement(), counter))
                .filter(Double::isFinite)
                .findFirst()
                .orElse(Double.NaN);
        row.add(
            Double.isNaN(count)
                ? Value.of("")
                : new Value(Numbers.digits(count), count, false, ""));
      }
      if (row.stream().skip(1).anyMatch(value -> !value.text().isEmpty())) {
        rows.add(row);
      }
    }
    List<String> columns = new ArrayList<>(List.of("column"));
    columns.addAll(counted);
    return new ReportTable(
        "mapped files: weight, and what is left", "Medians of the JVMs.", columns, rows);
  }

  /** Returns the median of the forks; NaN if it was not counted. */
  static double counter(Measurement row, String name) {
    return ForkTime.median(
        row.forks().stream()
            .mapToDouble(fork -> fork.counters().getOrDefault(name, Double.NaN))
            .filter(Double::isFinite)
            .toArray());
  }

  private static ReportTable memory(ComparisonTable compared) {
    List<List<Value>> rows = new ArrayList<>();
    for (Map.Entry<String, Footprint> cell : compared.footprints().entrySet()) {
      Footprint footprint = cell.getValue();
      rows.add(
          List.of(
              Value.of(cell.getKey()),
              bytes(footprint.one()),
              bytes(footprint.many()),
              bytes(footprint.space())));
    }
    return new ReportTable(
        "memory, bytes for each area",
        "VMA and lock, of one area and of 100,000; and in a space of 100,000 with its index.",
        List.of("strategy", "1 area", "100,000 areas", "with the index"),
        rows);
  }

  private static Value bytes(double bytes) {
    return new Value(Numbers.digits(bytes), bytes, false, "");
  }

  private static void addIfAny(List<ReportTable> tables, ReportTable compared) {
    if (!compared.rows().isEmpty() && compared.columns().size() > 1) {
      tables.add(compared);
    }
  }
}
