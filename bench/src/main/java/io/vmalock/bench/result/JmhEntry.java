package io.vmalock.bench.result;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.vmalock.bench.stats.Interval;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * An entry of a JMH result file: JMH's record of one benchmark.
 *
 * <p>JMH writes the entry of each fork. Entries of forks of one cell are combined as JMH combines
 * the forks of one run: raw data side by side, and the figures from all of it.
 */
public final class JmhEntry {
  private static final double ERROR_CONFIDENCE = 0.999;

  /** The name of a metric that is a percentile of the primary one. */
  private static final Pattern QUANTILE = Pattern.compile("(?:[^:]+:)?p([01]\\.\\d+)");

  private static final String RAW = "rawData";
  private static final String HISTOGRAM = "rawDataHistogram";

  private JmhEntry() {}

  /** Returns JMH's entry of a run of one benchmark. */
  public static JsonObject of(RunResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
    return JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }

  /** Returns the entry of all forks of two entries of the same cell. */
  public static JsonObject together(JsonObject first, JsonObject second) {
    JsonObject both = first.deepCopy();
    join(metric(both, "primaryMetric"), metric(second, "primaryMetric"));
    JsonObject metrics = metric(both, "secondaryMetrics");
    for (Map.Entry<String, JsonElement> more : metric(second, "secondaryMetrics").entrySet()) {
      if (metrics.has(more.getKey())) {
        join(metric(metrics, more.getKey()), more.getValue().getAsJsonObject());
      } else {
        metrics.add(more.getKey(), more.getValue().deepCopy());
      }
    }
    quantiles(both);
    both.addProperty("forks", raw(metric(both, "primaryMetric")).size());
    return both;
  }

  /**
   * Returns the entry with a figure of ours as its score, so that viewers show the figure of the
   * reports, and with parameters that distinguish cells.
   *
   * @param figure nanoseconds for an operation with its 95 % interval
   * @param told the names and values of the parameters to add
   */
  static JsonObject withFigure(JsonObject entry, Interval figure, Map<String, String> told) {
    JsonObject result = entry.deepCopy();
    JsonObject metric = metric(result, "primaryMetric");
    // One fork has no interval, and JMH writes NaN where it has none.
    boolean bounded = Double.isFinite(figure.high());
    double error = Math.max(figure.high() - figure.value(), figure.value() - figure.low());
    metric.add("score", number(figure.value()));
    metric.add("scoreError", number(bounded ? error : Double.NaN));
    JsonArray bounds = new JsonArray();
    bounds.add(number(bounded ? figure.low() : Double.NaN));
    bounds.add(number(bounded ? figure.high() : Double.NaN));
    metric.add("scoreConfidence", bounds);
    JsonObject params = new JsonObject();
    told.forEach(params::addProperty);
    if (entry.has("params")) {
      entry.getAsJsonObject("params").entrySet().forEach(p -> params.add(p.getKey(), p.getValue()));
    }
    result.add("params", params);
    return result;
  }

  private static void join(JsonObject metric, JsonObject more) {
    String kind = metric.has(HISTOGRAM) ? HISTOGRAM : RAW;
    metric.getAsJsonArray(kind).addAll(more.getAsJsonArray(kind).deepCopy());
    figures(metric, statistics(metric));
  }

  private static void figures(JsonObject metric, Statistics all) {
    metric.add("score", number(all.getMean()));
    metric.add("scoreError", number(all.getMeanErrorAt(ERROR_CONFIDENCE)));
    JsonArray bounds = new JsonArray();
    for (double bound : all.getConfidenceIntervalAt(ERROR_CONFIDENCE)) {
      bounds.add(number(bound));
    }
    metric.add("scoreConfidence", bounds);
    JsonObject percentiles = new JsonObject();
    for (String name : metric.getAsJsonObject("scorePercentiles").keySet()) {
      percentiles.add(name, number(all.getPercentile(Double.parseDouble(name))));
    }
    metric.add("scorePercentiles", percentiles);
  }

  /** JMH adds percentiles of all sampled times as separate metrics. */
  private static void quantiles(JsonObject entry) {
    JsonObject primary = metric(entry, "primaryMetric");
    if (!primary.has(HISTOGRAM)) {
      return;
    }
    Statistics all = statistics(primary);
    JsonObject metrics = metric(entry, "secondaryMetrics");
    for (String name : metrics.keySet()) {
      Matcher quantile = QUANTILE.matcher(name);
      if (quantile.matches()) {
        double value = all.getPercentile(Double.parseDouble(quantile.group(1)) * 100);
        figures(metric(metrics, name), new ListStatistics(new double[] {value}));
      }
    }
  }

  private static Statistics statistics(JsonObject metric) {
    if (metric.has(HISTOGRAM)) {
      MultisetStatistics all = new MultisetStatistics();
      for (JsonElement fork : metric.getAsJsonArray(HISTOGRAM)) {
        for (JsonElement iteration : fork.getAsJsonArray()) {
          for (JsonElement bucket : iteration.getAsJsonArray()) {
            JsonArray pair = bucket.getAsJsonArray();
            all.addValue(pair.get(0).getAsDouble(), pair.get(1).getAsLong());
          }
        }
      }
      return all;
    }
    ListStatistics all = new ListStatistics();
    for (JsonElement fork : metric.getAsJsonArray(RAW)) {
      for (JsonElement time : fork.getAsJsonArray()) {
        all.addValue(time.getAsDouble());
      }
    }
    return all;
  }

  private static JsonArray raw(JsonObject metric) {
    return metric.getAsJsonArray(metric.has(HISTOGRAM) ? HISTOGRAM : RAW);
  }

  private static JsonObject metric(JsonObject parent, String name) {
    return parent.getAsJsonObject(name);
  }

  /** A number in JMH's form, since JSON has no infinities. */
  private static JsonPrimitive number(double value) {
    if (Double.isNaN(value)) {
      return new JsonPrimitive("NaN");
    }
    if (Double.isInfinite(value)) {
      return new JsonPrimitive(value > 0 ? "+INF" : "-INF");
    }
    return new JsonPrimitive(value);
  }
}
