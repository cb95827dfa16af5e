package io.vmalock.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Results without a machine behind them, with something of everything. */
public final class FixedResults {
  private static final int ROUNDS = 5;
  private static final int ITERATIONS = 5;
  private final Random random = new Random(1);
  private final List<Measurement> measurements = new ArrayList<>();

  private FixedResults() {}

  /** The results. */
  public static Results make() {
    FixedResults fixed = new FixedResults();
    for (int threads : new int[] {1, 2}) {
      String scenario = threads == 1 ? "pair" : "pair-hot";
      fixed.add("READ_PAIR", scenario, threads, "refcnt", false, 25, 1, Map.of());
      fixed.add("READ_PAIR", scenario, threads, "stamped", false, 25.1, 1, Map.of());
      fixed.add("READ_PAIR", scenario, threads, "biased", false, 9, 0.95, Map.of());
      fixed.add("READ_PAIR", scenario, threads, "nothing", true, 0.7, 1, Map.of());
    }
    fixed.add("WRITE_SECTION", "write-16", 1, "refcnt", false, 250, 1, Map.of());
    fixed.add("WRITE_SECTION", "write-16", 1, "stamped", false, 800, 1, Map.of());
    fixed.add("WRITE_SECTION", "write-16", 1, "biased", false, 400, 1, Map.of());
    for (int threads : new int[] {1, 2}) {
      fixed.add("LOOK_UP", "look-up-1k-uniform", threads, "refcnt", false, 60, 1, Map.of());
      fixed.add("LOOK_UP", "look-up-1k-uniform", threads, "stamped", false, 75, 1, Map.of());
      fixed.add("LOOK_UP", "look-up-1k-uniform", threads, "biased", false, 50, 0.3, Map.of());
    }
    for (String column : List.of("refcnt", "stamped", "biased")) {
      double wait = column.equals("biased") ? 90_000 : 4_000;
      fixed.add(
          "MIXED",
          "readers-writer-1ms",
          1,
          column,
          false,
          61,
          1,
          Map.of("writer", new Latency(1000, wait / 4, wait, wait * 2, wait * 9)));
    }
    Measurement failed = fixed.measurements.get(0);
    fixed.measurements.add(
        new Measurement(
            "fork-10k",
            "KERNEL",
            "fork a space",
            1,
            "stamped",
            false,
            false,
            failed.benchmark(),
            "sample",
            Map.of(),
            true,
            List.of(),
            "it failed: <no>",
            null));
    Environment environment =
        new Environment(
            "A processor | of glass",
            2,
            23.5,
            "A JVM 17",
            "17.0.15",
            "-XX:+UseParallelGC",
            "Linux 6.1 amd64",
            "0123456789ab",
            "vmalock compare --profile quick",
            "2026-01-02T03:04:05Z",
            1.5,
            "quick");
    return new Results(
        environment,
        fixed.measurements,
        new TreeMap<>(
            Map.of(
                "refcnt",
                new Footprint(48, 48, 63.6),
                "stamped",
                new Footprint(96, 96, 112),
                "biased",
                new Footprint(56, 56, 71.6))),
        List.of());
  }

  private void add(
      String family,
      String scenario,
      int threads,
      String column,
      boolean control,
      double nanos,
      double busy,
      Map<String, Latency> latencies) {
    List<ForkRun> forks = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double[] times = new double[ITERATIONS];
      double[] shares = new double[ITERATIONS];
      for (int i = 0; i < ITERATIONS; i++) {
        times[i] = round(nanos * threads * (1 + 0.01 * random.nextDouble()));
        shares[i] = i == 0 && threads > 1 && round == 0 ? busy * 0.8 : busy;
      }
      forks.add(
          new ForkRun(
              round, times, shares, Map.of("allocated", 0.0, "fallbacks", 0.25), latencies));
    }
    measurements.add(
        new Measurement(
            scenario,
            family,
            "does what <" + scenario + "> does",
            threads,
            column,
            control,
            true,
            "io.vmalock.bench.scenario.ReadPair.pair",
            "avgt",
            Map.of("layout", "OWN"),
            true,
            forks,
            null,
            jmh(threads, forks)));
  }

  /** As much of JMH's entry as a viewer looks at. */
  private static JsonObject jmh(int threads, List<ForkRun> forks) {
    JsonObject metric = new JsonObject();
    metric.addProperty("score", 0);
    metric.addProperty("scoreUnit", "ns/op");
    metric.add("rawData", new Gson().toJsonTree(forks.stream().map(ForkRun::times).toList()));
    JsonObject entry = new JsonObject();
    entry.addProperty("jmhVersion", "1.37");
    entry.addProperty("benchmark", "io.vmalock.bench.scenario.ReadPair.pair");
    entry.addProperty("mode", "avgt");
    entry.addProperty("threads", threads);
    entry.addProperty("forks", forks.size());
    entry.add("primaryMetric", metric);
    return entry;
  }

  private static double round(double x) {
    return Math.round(x * 1000) / 1000.0;
  }

  /** Results with each measurement changed. */
  public static Results changed(Results results, UnaryOperator<Measurement> change) {
    return new Results(
        results.environment(),
        results.measurements().stream().map(change).toList(),
        results.footprints(),
        results.leftOut());
  }

  /** The measurement, warm or not. */
  public static Measurement with(Measurement measurement, boolean warm) {
    return with(measurement, warm, measurement.forks(), measurement.failure());
  }

  /** The first forks of a measurement alone. */
  public static Measurement forks(Measurement measurement, int forks) {
    List<ForkRun> first = measurement.forks().stream().limit(forks).toList();
    return with(measurement, measurement.warm(), first, measurement.failure());
  }

  /** The measurement with every time changed. */
  public static Measurement times(Measurement measurement, UnaryOperator<double[]> change) {
    List<ForkRun> forks =
        measurement.forks().stream()
            .map(
                fork ->
                    new ForkRun(
                        fork.round(),
                        change.apply(fork.times()),
                        Arrays.copyOf(fork.busy(), change.apply(fork.times()).length),
                        fork.counters(),
                        fork.latencies()))
            .toList();
    return with(measurement, measurement.warm(), forks, measurement.failure());
  }

  /** The measurement with threads that had a CPU for so much of each iteration. */
  public static Measurement busy(Measurement measurement, double share) {
    List<ForkRun> forks =
        measurement.forks().stream()
            .map(
                fork -> {
                  double[] shares = fork.busy().clone();
                  Arrays.fill(shares, share);
                  return new ForkRun(
                      fork.round(), fork.times(), shares, fork.counters(), fork.latencies());
                })
            .toList();
    return with(measurement, measurement.warm(), forks, measurement.failure());
  }

  /** The measurement with forks that get faster from iteration to iteration. */
  public static Measurement warming(Measurement measurement) {
    return times(measurement, times -> new double[] {30, 25, 20, 15, 12, 10});
  }

  /** A measurement that failed. */
  public static Measurement failed(Measurement measurement, String why) {
    return with(measurement, measurement.warm(), measurement.forks(), why);
  }

  private static Measurement with(
      Measurement of, boolean warm, List<ForkRun> forks, @Nullable String failure) {
    return new Measurement(
        of.scenario(),
        of.family(),
        of.meaning(),
        of.threads(),
        of.column(),
        of.control(),
        of.busyMatters(),
        of.benchmark(),
        of.mode(),
        of.params(),
        warm,
        forks,
        failure,
        of.jmh());
  }
}
