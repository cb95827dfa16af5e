package io.vmalock.bench.scale;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.compare.CompareCommand;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The measurements of {@code vmalock compare} on this machine, to check the model. */
final class Measured {
  /** The measurement of a row and column. */
  record Range(double low, double high) {}

  /** The control without a lock: the time of a benchmark's loop itself. */
  private static final String NOTHING = "nothing";

  /** The reads of one thread, or of several that have no line in common. */
  static final String PAIR = "pair";

  private final List<Measurement> measurements;

  private Measured(List<Measurement> measurements) {
    this.measurements = measurements;
  }

  /**
   * Measures these scenarios, and the benchmark's loop; takes minutes.
   *
   * @throws IOException if results cannot be kept for the time
   */
  static Measured of(List<String> scenarios, List<String> strategies, List<Integer> threads)
      throws IOException {
    Path directory = Files.createTempDirectory("vmalock-scale");
    try {
      CommandLine compare = new CommandLine(new CompareCommand());
      compare.setOut(new PrintWriter(Writer.nullWriter()));
      int status =
          compare.execute(
              "--rounds=2",
              "--scenario=" + PAIR + "," + String.join(",", scenarios),
              "--strategy=" + String.join(",", strategies) + "," + NOTHING,
              "--threads=" + String.join(",", threads.stream().map(String::valueOf).toList()),
              "--out=" + directory.resolve("run"));
      if (status != ExitCode.OK && status != ExitCode.FAILED) {
        throw new IOException("vmalock compare ended with " + status);
      }
      return new Measured(
          ResultFile.read(directory.resolve("run").resolve("result.json")).measurements());
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** The time of a benchmark's loop itself, which a model of locks does not include. */
  double loop() {
    Range range = range(PAIR, NOTHING, 1);
    return range == null ? 0 : range.low();
  }

  /** The range from the fastest fork to the slowest, or null if none counts. */
  @Nullable Range range(String scenario, String strategy, int threads) {
    for (Measurement measurement : measurements) {
      if (measurement.scenario().equals(scenario)
          && measurement.column().equals(strategy)
          && measurement.threads() == threads) {
        double[] times =
            Arrays.stream(measurement.times(measurement.rounds()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (times.length > 0) {
          return new Range(times[0], times[times.length - 1]);
        }
      }
    }
    return null;
  }
}
