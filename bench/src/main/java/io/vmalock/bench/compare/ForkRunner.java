package io.vmalock.bench.compare;

import com.google.common.collect.Iterables;
import com.google.gson.JsonObject;
import io.vmalock.bench.machine.JavaHome;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.JmhEntry;
import io.vmalock.bench.result.Latency;
import io.vmalock.bench.scenario.ThisJvm;
import io.vmalock.bench.scenario.Timing;
import io.vmalock.bench.scenario.files.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures one cell by JMH in one new JVM. */
final class ForkRunner {
  private static final double MEDIAN = 50;
  private static final double[] TAILS = {99, 99.9};

  private final Profile profile;
  private final List<String> jvmArgs;
  private final JavaHome java;
  private List<String> sharing = List.of();

  /**
   * A runner.
   *
   * @param jvmArgs options for the JVMs that are measured
   * @param java the JDK to run them with
   */
  ForkRunner(Profile profile, List<String> jvmArgs, JavaHome java) {
    this.profile = profile;
    this.jvmArgs = jvmArgs;
    this.java = java;
    // JMH refuses to run twice on one machine. This command only warns a user who runs two at once.
    System.setProperty("jmh.ignoreLock", "true");
  }

  /** Makes later forks start faster, if that can be done, by running one of this cell. */
  void shareClasses(Cell cell) throws IOException {
    if (!SharedClasses.mayBeUsedWith(jvmArgs)) {
      return;
    }
    SharedClasses archive = SharedClasses.inTemporaryFile();
    sharing = archive.toWrite();
    try {
      run(cell, 0);
      sharing = archive.toUse();
    } catch (RunnerException e) {
      sharing = List.of(); // it was for speed alone
    }
  }

  /**
   * Runs a fork.
   *
   * @param round its round, or {@link ForkRun#COUNTING}
   */
  Measured run(Cell cell, int round) throws RunnerException {
    Timing timing = cell.scenario().timing();
    List<String> args = new ArrayList<>(java.options());
    args.addAll(sharing);
    args.addAll(jvmArgs);
    if (cell.column().strategy() != null) {
      args.add("-D" + ThisJvm.PROPERTY + "=" + cell.column().strategy());
    }
    Peer peer = cell.column().peer();
    if (peer != null) {
      args.add("-D" + Peer.PROPERTY + "=" + peer.label());
    }
    if (round == ForkRun.COUNTING) {
      args.add("-D" + ThisJvm.COUNTING_PROPERTY + "=true");
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(cell.benchmark()) + "$")
            .forks(1)
            .threads(cell.threads())
            .warmupIterations(profile.warmups())
            .warmupTime(TimeValue.milliseconds(profile.warmupMillis(cell.scenario())))
            .measurementIterations(profile.iterations(timing))
            .measurementTime(TimeValue.milliseconds(profile.iterationMillis(timing)))
            .mode(mode(cell))
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(ForkObserver.class)
            .jvm(java.java())
            .jvmArgs(args.toArray(String[]::new))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    cell.params().forEach(options::param);
    RunResult result = new Runner(options.build()).run().iterator().next();
    ForkRun fork = read(result.getBenchmarkResults().iterator().next(), round, timing);
    return new Measured(fork, JmhEntry.of(result));
  }

  /**
   * The result of a fork.
   *
   * @param fork the part that the reports need
   * @param jmh JMH's entry
   */
  record Measured(ForkRun fork, JsonObject jmh) {}

  /** JMH's mode for a cell. */
  static Mode mode(Cell cell) {
    return cell.scenario().timing() == Timing.SAMPLED ? Mode.SampleTime : Mode.AverageTime;
  }

  private static ForkRun read(BenchmarkResult result, int round, Timing timing) {
    Collection<IterationResult> iterations = result.getIterationResults();
    double[] times = new double[iterations.size()];
    double[] busy = new double[iterations.size()];
    int i = 0;
    for (IterationResult iteration : iterations) {
      Result<?> primary = iteration.getPrimaryResult();
      times[i] =
          timing == Timing.SAMPLED
              ? primary.getStatistics().getPercentile(MEDIAN)
              : primary.getScore();
      busy[i] = score(iteration, ForkObserver.BUSY);
      i++;
    }
    Map<String, Double> counters = new TreeMap<>();
    Map<String, Latency> latencies = new TreeMap<>();
    if (timing == Timing.SAMPLED) {
      latencies.put("operation", latency(result.getPrimaryResult().getStatistics()));
    }
    for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
      String label = entry.getKey();
      if (label.equals(ForkObserver.ALLOCATED)) {
        counters.put(label, entry.getValue().getScore());
      } else if (label.startsWith(ForkObserver.COUNTER)) {
        counters.put(label.substring(ForkObserver.COUNTER.length()), entry.getValue().getScore());
      }
    }
    IterationResult last = Objects.requireNonNull(Iterables.getLast(iterations));
    for (String label : last.getSecondaryResults().keySet()) {
      if (label.startsWith(ForkObserver.LATENCY) && label.endsWith(ForkObserver.COUNT)) {
        String name = label.substring(0, label.length() - ForkObserver.COUNT.length());
        latencies.put(name.substring(ForkObserver.LATENCY.length()), latency(last, name));
      }
    }
    return new ForkRun(round, times, busy, counters, latencies);
  }

  private static double score(IterationResult iteration, String label) {
    Result<?> result = iteration.getSecondaryResults().get(label);
    return result == null ? 1 : result.getScore();
  }

  private static Latency latency(IterationResult iteration, String name) {
    return new Latency(
        (long) score(iteration, name + ForkObserver.COUNT),
        score(iteration, name + ForkObserver.P50),
        score(iteration, name + ForkObserver.P99),
        score(iteration, name + ForkObserver.P999),
        score(iteration, name + ForkObserver.WORST));
  }

  private static Latency latency(Statistics statistics) {
    return new Latency(
        statistics.getN(),
        statistics.getPercentile(MEDIAN),
        statistics.getPercentile(TAILS[0]),
        statistics.getPercentile(TAILS[1]),
        statistics.getMax());
  }
}
