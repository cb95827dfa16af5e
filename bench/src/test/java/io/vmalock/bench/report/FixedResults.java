package io.vmalock.bench.report;

import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.Footprint;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Results without a machine behind them, with something of everything. */
final class FixedResults {
  private static final int ROUNDS = 5;
  private static final int ITERATIONS = 5;
  private final Random random = new Random(1);
  private final List<Measurement> measurements = new ArrayList<>();

  private FixedResults() {}

  static Results make() {
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
            List.of(),
            "failed: java.lang.IllegalStateException: <no>"));
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
                new Footprint(56, 56, 71.6))));
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
            forks,
            null));
  }

  private static double round(double x) {
    return Math.round(x * 1000) / 1000.0;
  }
}
