package io.vmalock.bench.compare;

import com.google.gson.JsonObject;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.JmhEntry;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
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
 * The measurements so far, kept in a file as they grow. Thread-safe: an interrupted run is saved by
 * another thread.
 */
final class ResultsSoFar {
  private final Path file;
  private final Environment environment;
  private final Profile profile;
  private final List<String> leftOut;
  private final Map<String, Measurement> measurements = new LinkedHashMap<>();
  private final Map<String, Footprint> footprints = new TreeMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Creates an empty set for a plan; its measurements will be in the plan's order, whatever is
   * measured first.
   */
  ResultsSoFar(
      Path file, Environment environment, Profile profile, Plan plan, List<String> leftOut) {
    this.file = file;
    this.leftOut = leftOut;
    this.environment = environment;
    this.profile = profile;
    plan.rows().forEach(row -> row.forEach(cell -> places.put(id(cell), places.size())));
  }

  /** Takes over the measurements of an earlier run. */
  synchronized void resume(Results earlier) {
    for (Measurement measurement : earlier.measurements()) {
      if (measurement.failure() == null) {
        measurements.put(id(measurement), measurement);
      }
    }
    footprints.putAll(earlier.footprints());
  }

  synchronized boolean has(Cell cell, int round) {
    Measurement measurement = measurements.get(id(cell));
    return measurement != null
        && (measurement.failure() != null
            || measurement.forks().stream().anyMatch(f -> f.round() == round));
  }

  synchronized void add(Cell cell, ForkRunner.Measured measured) throws CannotWrite {
    Measurement before = measurements.get(id(cell));
    List<ForkRun> forks = before == null ? new ArrayList<>() : new ArrayList<>(before.forks());
    forks.add(measured.fork());
    JsonObject jmh = before == null ? null : before.jmh();
    if (measured.fork().timed()) {
      jmh = jmh == null ? measured.jmh() : JmhEntry.together(jmh, measured.jmh());
    }
    measurements.put(id(cell), measurement(cell, forks, null, jmh));
    save();
  }

  /** A cell that failed is not tried again. */
  synchronized void fail(Cell cell, String why) throws CannotWrite {
    Measurement before = measurements.get(id(cell));
    List<ForkRun> forks = before == null ? List.of() : before.forks();
    measurements.put(id(cell), measurement(cell, forks, why, null));
    save();
  }

  synchronized void footprint(String strategy, Footprint footprint) {
    footprints.put(strategy, footprint);
  }

  synchronized boolean failed() {
    return measurements.values().stream().anyMatch(measurement -> measurement.failure() != null);
  }

  synchronized int forks() {
    return measurements.values().stream().mapToInt(measurement -> measurement.forks().size()).sum();
  }

  synchronized Results results() {
    List<Measurement> ordered = new ArrayList<>(measurements.values());
    ordered.sort(
        Comparator.comparingInt(
            measurement -> places.getOrDefault(id(measurement), places.size())));
    return new Results(environment, ordered, new TreeMap<>(footprints), leftOut);
  }

  private void save() throws CannotWrite {
    ResultFile.write(file, results());
  }

  private Measurement measurement(
      Cell cell, List<ForkRun> forks, @Nullable String failure, @Nullable JsonObject jmh) {
    return new Measurement(
        cell.scenario().name(),
        cell.scenario().family().name(),
        cell.scenario().meaning(),
        cell.threads(),
        cell.column().name(),
        cell.column().control(),
        cell.scenario().busy(),
        cell.benchmark(),
        ForkRunner.mode(cell).shortLabel(),
        cell.params(),
        profile.warms(cell.scenario()),
        forks,
        failure,
        jmh);
  }

  private static String id(Cell cell) {
    return id(cell.scenario().name(), cell.threads(), cell.column().name());
  }

  private static String id(Measurement measurement) {
    return id(measurement.scenario(), measurement.threads(), measurement.column());
  }

  private static String id(String scenario, int threads, String column) {
    return scenario + "/" + threads + "/" + column;
  }
}
