package io.vmalock.bench.result;

import com.google.common.collect.ImmutableMap;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of a run: JMH's own JSON, which viewers of JMH results open, with everything that the
 * reports need beside it, under {@value #OURS}.
 *
 * <p>Each entry is JMH's, with two differences: the score is the figure of the reports, and column,
 * scenario and threads are parameters, because viewers distinguish entries only by their
 * parameters. A measurement that failed, or in which no fork counts, has no entry: it would be
 * drawn as the fastest. It is kept in the {@value #OURS} part of the first entry.
 */
public final class ResultFile {
  private static final String OURS = "vmalock";
  private static final String PLACE = "place";
  private static final String UNLISTED = "unlisted";
  private static final String LEFT_OUT = "leftOut";

  /** The largest file that is read. A night's run takes some ten megabytes. */
  private static final long MOST_BYTES = 1L << 28;

  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  private ResultFile() {}

  /**
   * Writes a run, in one step: a reader finds the file as it was or as it will be.
   *
   * @throws CannotWrite if that is not possible
   */
  public static void write(Path file, Results results) throws CannotWrite {
    OutputFile.write(file, json(results));
  }

  /**
   * Reads a run.
   *
   * @throws CannotRead if there is no such file, or if this class did not write it
   */
  public static Results read(Path file) throws CannotRead {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
        throw new CannotRead(file, "not a result file of vmalock compare: it is too large");
      }
      return parse(Files.readString(file));
    } catch (JsonParseException e) {
      throw new CannotRead(file, "not a result file of vmalock compare: " + e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new CannotRead(file, "it does not fit into memory");
    } catch (CannotRead e) {
      throw e;
    } catch (IOException e) {
      throw new CannotRead(file, e);
    }
  }

  /**
   * Reads a run from text.
   *
   * @throws JsonParseException if this class did not write the text, with a message that names the
   *     place
   */
  public static Results parse(String json) {
    Environment environment = null;
    List<Placed> placed = new ArrayList<>();
    Map<String, Footprint> footprints = new TreeMap<>();
    List<String> leftOut = new ArrayList<>();
    int entries = 0;
    for (JsonElement element : array(json)) {
      String where = "entry " + ++entries;
      JsonObject entry = object(where, element);
      if (!entry.has(OURS)) {
        throw new JsonParseException(where + " has no \"" + OURS + "\" part");
      }
      JsonObject ours = object(where + "." + OURS, entry.get(OURS));
      environment = Fields.require(where, part(where, ours, "environment", Environment.class));
      JsonObject jmh = entry.deepCopy();
      jmh.remove(OURS);
      if (ours.has("measurement")) {
        placed.add(placed(where, ours, jmh));
      }
      if (ours.has(UNLISTED)) {
        for (JsonElement failed : elements(where, ours.get(UNLISTED))) {
          placed.add(placed(where, object(where + "." + UNLISTED, failed), null));
        }
      }
      if (ours.has("footprints")) {
        footprints.putAll(footprints(where, ours.get("footprints")));
      }
      if (ours.has(LEFT_OUT)) {
        leftOut.addAll(List.of(part(where, ours, LEFT_OUT, String[].class)));
      }
    }
    if (environment == null) {
      throw new JsonParseException("it has no entries");
    }
    placed.sort(
        Comparator.comparingInt(Placed::place)); // stable: measurements without a place stay
    List<Measurement> measurements = placed.stream().map(Placed::measurement).toList();
    return new Results(environment, measurements, footprints, leftOut);
  }

  /**
   * A measurement and its place among all, because measurements without an entry would lose their
   * place.
   */
  private record Placed(int place, Measurement measurement) {}

  private static Placed placed(String where, JsonObject parent, @Nullable JsonObject jmh) {
    int place = part(where, parent, PLACE, Integer.class);
    return new Placed(place, measurement(where, parent.get("measurement"), jmh));
  }

  private static JsonArray array(String json) {
    try {
      JsonElement all = JsonParser.parseString(json);
      if (all.isJsonArray()) {
        return all.getAsJsonArray();
      }
    } catch (JsonParseException | StackOverflowError e) {
      throw new JsonParseException("it is not JSON", e);
    }
    throw new JsonParseException("it is not a list of entries");
  }

  private static JsonArray elements(String where, JsonElement element) {
    if (!element.isJsonArray()) {
      throw new JsonParseException(where + " has something else where a list should be");
    }
    return element.getAsJsonArray();
  }

  private static JsonObject object(String where, JsonElement element) {
    if (!element.isJsonObject()) {
      throw new JsonParseException(where + " is not an object");
    }
    return element.getAsJsonObject();
  }

  private static Measurement measurement(
      String where, @Nullable JsonElement element, @Nullable JsonObject jmh) {
    if (element == null) {
      throw new JsonParseException(where + " has no \"measurement\"");
    }
    JsonObject object = object(where, element).deepCopy();
    if (jmh != null) {
      object.add("jmh", jmh);
    }
    JsonObject parent = new JsonObject();
    parent.add("measurement", object);
    return Fields.require(where, part(where, parent, "measurement", Measurement.class));
  }

  private static Map<String, Footprint> footprints(String where, JsonElement element) {
    JsonObject parent = new JsonObject();
    parent.add("footprints", element);
    Map<String, Footprint> footprints =
        part(where, parent, "footprints", new TypeToken<Map<String, Footprint>>() {});
    footprints.forEach(
        (name, footprint) -> {
          if (footprint == null) {
            throw new JsonParseException(where + " has no footprint of " + name);
          }
          Fields.require(where, footprint);
        });
    return footprints;
  }

  private static <T> T part(String where, JsonObject parent, String name, Class<T> type) {
    return part(where, parent, name, TypeToken.get(type));
  }

  /** Gson's messages name classes, which mean nothing to a user. */
  private static <T> T part(String where, JsonObject parent, String name, TypeToken<T> type) {
    T part;
    try {
      part = GSON.fromJson(parent.get(name), type);
    } catch (RuntimeException e) {
      throw new JsonParseException(where + " has a \"" + name + "\" part that is not ours", e);
    }
    if (part == null) {
      throw new JsonParseException(where + " has no \"" + name + "\"");
    }
    return part;
  }

  /** Returns the text of the file. */
  public static String json(Results results) {
    JsonArray all = new JsonArray();
    List<JsonElement> unlisted = new ArrayList<>();
    int place = 0;
    for (Measurement measurement : results.measurements()) {
      place++;
      JsonObject jmh = measurement.jmh();
      Interval figure = measurement.figure();
      if (jmh == null || measurement.failure() != null || !Double.isFinite(figure.value())) {
        unlisted.add(placed(place, GSON.toJsonTree(measurement)));
        continue;
      }
      JsonObject entry =
          JmhEntry.withFigure(
              jmh,
              figure,
              ImmutableMap.of(
                  "column", measurement.column(),
                  "scenario", measurement.scenario(),
                  "threads", Integer.toString(measurement.threads())));
      JsonObject ours = placed(place, tree(measurement));
      ours.add("environment", GSON.toJsonTree(results.environment()));
      entry.add(OURS, ours);
      all.add(entry);
    }
    if (all.isEmpty()) {
      // No benchmark ended, so the entry has no figures of JMH's.
      JsonObject ours = new JsonObject();
      ours.add("environment", GSON.toJsonTree(results.environment()));
      JsonObject entry = new JsonObject();
      entry.add(OURS, ours);
      all.add(entry);
    }
    JsonObject first = all.get(0).getAsJsonObject().getAsJsonObject(OURS);
    first.add("footprints", GSON.toJsonTree(results.footprints()));
    if (!results.leftOut().isEmpty()) {
      first.add(LEFT_OUT, GSON.toJsonTree(results.leftOut()));
    }
    if (!unlisted.isEmpty()) {
      JsonArray list = new JsonArray();
      unlisted.forEach(list::add);
      first.add(UNLISTED, list);
    }
    // One entry a line, so that people can read differences.
    List<String> lines = new ArrayList<>();
    all.forEach(entry -> lines.add(GSON.toJson(entry)));
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static JsonObject placed(int place, JsonElement measurement) {
    JsonObject placed = new JsonObject();
    placed.addProperty(PLACE, place);
    placed.add("measurement", measurement);
    return placed;
  }

  private static JsonObject tree(Measurement measurement) {
    JsonObject tree = GSON.toJsonTree(measurement).getAsJsonObject();
    tree.remove("jmh");
    return tree;
  }
}
