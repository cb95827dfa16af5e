package io.vmalock.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vmalock.bench.compare.ForkObserver;
import io.vmalock.bench.stats.Interval;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Entries against those that JMH itself writes of the same run, field by field. */
class JmhEntryTest {
  private static final double PRECISION = 1e-9;

  @ParameterizedTest
  @EnumSource(names = {"AverageTime", "SampleTime"})
  void combinedForksEqualJmhsOwnEntry(Mode mode) throws RunnerException {
    RunResult run = run(mode);
    JsonObject jmh = JmhEntry.of(run);
    Iterator<BenchmarkResult> forks = run.getBenchmarkResults().iterator();
    JsonObject ours = JmhEntry.of(new RunResult(run.getParams(), List.of(forks.next())));
    while (forks.hasNext()) {
      JsonObject more = JmhEntry.of(new RunResult(run.getParams(), List.of(forks.next())));
      ours = JmhEntry.together(ours, more);
    }
    same("", ours, jmh);

    JsonObject written =
        JmhEntry.withFigure(
            ours, new Interval(2, 1, 4), Map.of("column", "refcnt", "threads", "1"));
    JsonObject metric = written.getAsJsonObject("primaryMetric");
    assertThat(metric.remove("score").getAsDouble()).isEqualTo(2);
    assertThat(metric.remove("scoreError").getAsDouble()).isEqualTo(2);
    assertThat(metric.remove("scoreConfidence")).hasToString("[1.0,4.0]");
    JsonObject params = written.getAsJsonObject("params");
    assertThat(params.remove("column").getAsString()).isEqualTo("refcnt");
    assertThat(params.remove("threads").getAsString()).isEqualTo("1");
    Set.of("score", "scoreError", "scoreConfidence")
        .forEach(jmh.getAsJsonObject("primaryMetric")::remove);
    same("", written, jmh);
  }

  private static RunResult run(Mode mode) throws RunnerException {
    System.setProperty("jmh.ignoreLock", "true");
    return new Runner(
            new OptionsBuilder()
                .include("ReadPair.pair$")
                .param("layout", "OWN")
                .forks(3)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(10))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(10))
                .mode(mode)
                .addProfiler(ForkObserver.class)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run()
        .iterator()
        .next();
  }

  private static void same(String path, JsonElement ours, JsonElement jmh) {
    if (jmh instanceof JsonObject object) {
      assertThat(ours.getAsJsonObject().keySet()).as(path).isEqualTo(object.keySet());
      object
          .keySet()
          .forEach(n -> same(path + "." + n, ours.getAsJsonObject().get(n), object.get(n)));
    } else if (jmh instanceof JsonArray array) {
      assertThat(ours.getAsJsonArray()).as(path).hasSize(array.size());
      for (int i = 0; i < array.size(); i++) {
        same(path + "[" + i + "]", ours.getAsJsonArray().get(i), array.get(i));
      }
    } else if (jmh instanceof JsonPrimitive number && number.isNumber()) {
      double expected = number.getAsDouble();
      assertThat(ours.getAsDouble())
          .as(path)
          .isCloseTo(expected, org.assertj.core.data.Offset.offset(Math.abs(expected) * PRECISION));
    } else {
      assertThat(ours).as(path).isEqualTo(jmh);
    }
  }
}
