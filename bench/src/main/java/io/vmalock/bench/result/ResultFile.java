package io.vmalock.bench.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.stats.ForkTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The file of a run: JMH's own JSON, which viewers of JMH results open, with everything that the
 * reports need beside it, under {@value #OURS}.
 */
public final class ResultFile {
  private static final String OURS = "vmalock";
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  private ResultFile() {}

  /** Writes a run, in one step: a reader finds the file as it was or as it will be. */
  public static void write(Path file, Results results) throws IOException {
    OutputFile.write(file, json(results));
  }

  /**
   * Reads a run.
   *
   * @throws IOException if there is no such file, or it is none of ours
   */
  public static Results read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new CannotRead(file, "not a result file of vmalock compare: " + e.getMessage());
    } catch (IOException e) {
      throw new CannotRead(file, e);
    }
  }

  public static Results parse(String json) {
    Environment environment = null;
    List<Measurement> measurements = new ArrayList<>();
    Map<String, Footprint> footprints = new TreeMap<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject ours = element.getAsJsonObject().getAsJsonObject(OURS);
      if (ours == null) {
        throw new JsonParseException("an entry has no \"" + OURS + "\" part");
      }
      environment = GSON.fromJson(ours.get("environment"), Environment.class);
      measurements.add(GSON.fromJson(ours.get("measurement"), Measurement.class));
      if (ours.has("footprints")) {
        footprints.putAll(
            GSON.fromJson(
                ours.get("footprints"), new TypeToken<Map<String, Footprint>>() {}.getType()));
      }
    }
    if (environment == null) {
      throw new JsonParseException("it is empty");
    }
    return new Results(environment, measurements, footprints);
  }

  public static String json(Results results) {
    JsonArray all = new JsonArray();
    for (Measurement measurement : results.measurements()) {
      JsonObject entry = jmh(results.environment(), measurement);
      JsonObject ours = new JsonObject();
      ours.add("environment", GSON.toJsonTree(results.environment()));
      ours.add("measurement", GSON.toJsonTree(measurement));
      if (all.isEmpty()) {
        ours.add("footprints", GSON.toJsonTree(results.footprints()));
      }
      entry.add(OURS, ours);
      all.add(entry);
    }
    // An entry a line, so that differences can be read.
    List<String> lines = new ArrayList<>();
    all.forEach(entry -> lines.add(GSON.toJson(entry)));
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static JsonObject jmh(Environment environment, Measurement measurement) {
    JsonObject entry = new JsonObject();
    entry.addProperty("jmhVersion", "1.37");
    entry.addProperty("benchmark", measurement.benchmark());
    entry.addProperty("mode", measurement.mode());
    entry.addProperty("threads", measurement.threads());
    entry.addProperty("forks", measurement.timed().size());
    entry.addProperty("jvm", environment.jvm());
    entry.add("jvmArgs", GSON.toJsonTree(List.of(environment.jvmArgs())));
    entry.addProperty("jdkVersion", environment.javaVersion());
    entry.addProperty("vmName", environment.jvm());
    entry.addProperty("vmVersion", environment.javaVersion());
    entry.addProperty("warmupIterations", 0);
    entry.addProperty("warmupTime", "see environment");
    entry.addProperty("warmupBatchSize", 1);
    entry.addProperty(
        "measurementIterations",
        measurement.timed().isEmpty() ? 0 : measurement.timed().get(0).times().length);
    entry.addProperty("measurementTime", "see environment");
    entry.addProperty("measurementBatchSize", 1);
    JsonObject params = new JsonObject();
    params.addProperty("column", measurement.column());
    params.addProperty("scenario", measurement.scenario());
    measurement.params().forEach(params::addProperty);
    entry.add("params", params);
    entry.add(
        "primaryMetric",
        metric(measurement.timed().stream().map(ForkRun::times).toList(), "ns/op"));
    JsonObject secondary = new JsonObject();
    for (String counter : names(measurement, fork -> fork.counters().keySet())) {
      secondary.add(
          counter,
          metric(
              measurement.forks().stream()
                  .filter(fork -> fork.counters().containsKey(counter))
                  .map(fork -> new double[] {fork.counters().getOrDefault(counter, 0.0)})
                  .toList(),
              "#/op"));
    }
    for (String name : names(measurement, fork -> fork.latencies().keySet())) {
      secondary.add(
          name + "·p99",
          metric(
              measurement.forks().stream()
                  .map(fork -> fork.latencies().get(name))
                  .filter(Objects::nonNull)
                  .map(latency -> new double[] {latency.p99()})
                  .toList(),
              "ns"));
    }
    entry.add("secondaryMetrics", secondary);
    return entry;
  }

  private static Set<String> names(Measurement measurement, Function<ForkRun, Set<String>> names) {
    return measurement.forks().stream()
        .flatMap(fork -> names.apply(fork).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonObject metric(List<double[]> raw, String unit) {
    double[] all = raw.stream().flatMapToDouble(Arrays::stream).toArray();
    Arrays.sort(all);
    double median = ForkTime.median(all);
    JsonObject metric = new JsonObject();
    metric.addProperty("score", all.length == 0 ? 0 : median);
    metric.addProperty("scoreError", all.length == 0 ? 0 : (all[all.length - 1] - all[0]) / 2);
    double[] range = all.length == 0 ? new double[2] : new double[] {all[0], all[all.length - 1]};
    metric.add("scoreConfidence", GSON.toJsonTree(range));
    JsonObject percentiles = new JsonObject();
    percentiles.addProperty("0.0", range[0]);
    percentiles.addProperty("50.0", all.length == 0 ? 0 : median);
    percentiles.addProperty("100.0", range[1]);
    metric.add("scorePercentiles", percentiles);
    metric.addProperty("scoreUnit", unit);
    metric.add("rawData", GSON.toJsonTree(raw));
    return metric;
  }
}
