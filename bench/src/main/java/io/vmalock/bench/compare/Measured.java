package io.vmalock.bench.compare;

import io.vmalock.bench.report.Environment;
import io.vmalock.bench.report.Footprint;
import io.vmalock.bench.report.ForkRun;
import io.vmalock.bench.report.ResultFile;
import io.vmalock.bench.report.Results;
import io.vmalock.bench.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been measured so far, kept in a file as it grows. Thread-safe: an interrupted run is
 * saved by another thread.
 */
final class Measured {
  private final Path file;
  private final Environment environment;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Footprint> footprints = new TreeMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /** Nothing yet of a plan, whose order its rows will have whatever is measured first. */
  Measured(Path file, Environment environment, Plan plan) {
    this.file = file;
    this.environment = environment;
    plan.groups().forEach(group -> group.forEach(cell -> places.put(id(cell), places.size())));
  }

  /** Takes over what an earlier run measured. */
  synchronized void resume(Results earlier) {
    for (Row row : earlier.rows()) {
      if (row.failure() == null) {
        rows.put(id(row), row);
      }
    }
    footprints.putAll(earlier.footprints());
  }

  synchronized boolean has(Cell cell, int round) {
    Row row = rows.get(id(cell));
    return row != null
        && (row.failure() != null || row.forks().stream().anyMatch(f -> f.round() == round));
  }

  synchronized void add(Cell cell, ForkRun fork) throws IOException {
    Row row = rows.get(id(cell));
    List<ForkRun> forks = row == null ? new ArrayList<>() : new ArrayList<>(row.forks());
    forks.add(fork);
    rows.put(id(cell), row(cell, forks, null));
    save();
  }

  /** A cell that failed is not tried again. */
  synchronized void fail(Cell cell, String why) throws IOException {
    Row row = rows.get(id(cell));
    rows.put(id(cell), row(cell, row == null ? List.of() : row.forks(), why));
    save();
  }

  synchronized void footprint(String strategy, Footprint footprint) {
    footprints.put(strategy, footprint);
  }

  synchronized int forks() {
    return rows.values().stream().mapToInt(row -> row.forks().size()).sum();
  }

  synchronized Results results() {
    List<Row> ordered = new ArrayList<>(rows.values());
    ordered.sort(Comparator.comparingInt(row -> places.getOrDefault(id(row), places.size())));
    return new Results(environment, ordered, new TreeMap<>(footprints));
  }

  private void save() throws IOException {
    ResultFile.write(file, results());
  }

  private static Row row(Cell cell, List<ForkRun> forks, @Nullable String failure) {
    return new Row(
        cell.scenario().name(),
        cell.scenario().family().name(),
        cell.scenario().meaning(),
        cell.threads(),
        cell.subject().name(),
        cell.subject().control(),
        cell.scenario().busy(),
        cell.benchmark(),
        ForkRunner.mode(cell).shortLabel(),
        cell.params(),
        forks,
        failure);
  }

  private static String id(Cell cell) {
    return id(cell.scenario().name(), cell.threads(), cell.subject().name());
  }

  private static String id(Row row) {
    return id(row.scenario(), row.threads(), row.subject());
  }

  private static String id(String scenario, int threads, String subject) {
    return scenario + "/" + threads + "/" + subject;
  }
}
