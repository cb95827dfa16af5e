package io.vmalock.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.report.ComparisonTable;
import io.vmalock.bench.report.CsvReport;
import io.vmalock.bench.report.FixedResults;
import io.vmalock.bench.report.HtmlReport;
import io.vmalock.bench.report.MarkdownReport;
import io.vmalock.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Result files from anywhere: any other file is refused with a message, and has no other effect.
 */
class ResultFileTest {
  /**
   * How many: {@code -Dvmalock.fuzz.files=N}, from which on: {@code -Dvmalock.fuzz.first=N}, of
   * which sequence: {@code -Dvmalock.fuzz.seed=N}.
   */
  private static final int FILES = Integer.getInteger("vmalock.fuzz.files", 500);

  private static final int FIRST = Integer.getInteger("vmalock.fuzz.first", 0);
  private static final long SEED = Long.getLong("vmalock.fuzz.seed", System.nanoTime());

  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "-1",
          "2000000000",
          "1e400",
          "NaN",
          "\"\"",
          "[]",
          "{}",
          "[null]",
          "\"\\u001b[31m<script>alert(1)</script>|`=1+1\"",
          "99999999999999999999");

  @TempDir private Path directory;

  @Test
  void readsItsOwnOutput() throws IOException {
    Results results = FixedResults.make();
    Path file = directory.resolve("r.json");
    ResultFile.write(file, results);
    assertThat(ResultFile.json(ResultFile.read(file))).isEqualTo(Files.readString(file));
    assertThat(ResultFile.read(file).measurements()).hasSameSizeAs(results.measurements());
  }

  @Test
  void explainsAFaultyFile() throws IOException {
    Path file = directory.resolve("x.json");
    for (String content :
        List.of("", "[]", "{}", "[{\"benchmark\":\"x\"}]", "not json", "[[", "[1]", "null")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> ResultFile.read(file))
          .as(content)
          .isInstanceOf(CannotRead.class)
          .hasMessageStartingWith(
              "cannot read " + file + ": not a result file of vmalock compare:");
    }
    assertThatThrownBy(() -> ResultFile.read(directory.resolve("none")))
        .hasMessageEndingWith("none: no such file or directory");
    assertThatThrownBy(() -> ResultFile.read(directory)).hasMessageEndingWith(": is a directory");
  }

  @Test
  void aRoundThatCannotBeIsRefused() {
    String json = ResultFile.json(FixedResults.make());
    assertThatThrownBy(() -> ResultFile.parse(json.replace("\"round\":3", "\"round\":2000000000")))
        .hasMessage("entry 1: \"forks\": \"round\" is 2000000000: at most 100000 can be");
    assertThatThrownBy(() -> ResultFile.parse(json.replace("\"round\":3", "\"round\":-7")))
        .hasMessageContaining("\"round\"");
    assertThatThrownBy(() -> ResultFile.parse(json.replace("\"cpu\":", "\"gpu\":")))
        .hasMessage("entry 1: \"cpu\" is missing");
  }

  /**
   * Each value of a good file in turn, or left out, or of another kind; or bytes of the file:
   * refused, or shown.
   */
  @Test
  void mutatedFilesAreRefusedInWordsOrShownHarmlessly() {
    // Three cells have all kinds of values, and are read a million times in reasonable time.
    Results all = FixedResults.make();
    Results few =
        new Results(
            all.environment(), all.measurements().subList(0, 3), all.footprints(), all.leftOut());
    String written = ResultFile.json(few);
    JsonElement good = JsonParser.parseString(written);
    System.out.println(
        "mutated results: seed " + SEED + ", files " + FIRST + " to " + (FIRST + FILES));
    int read = 0;
    for (int file = FIRST; file < FIRST + FILES; file++) {
      Random random = new Random(SEED * 31 + file);
      String json;
      if (file % 2 == 0) {
        JsonElement bad = good.deepCopy();
        mutate(bad, random);
        json = bad.toString();
      } else {
        json = mutate(written, random);
      }
      if (file % 50_000 == 49_999) {
        System.out.println("seed " + SEED + ": next is -Dvmalock.fuzz.first=" + (file + 1));
      }
      try {
        Results results = ResultFile.parse(json);
        if (read % 50 == 0) {
          show(results);
        }
        read++;
      } catch (com.google.gson.JsonParseException e) {
        assertThat(e.getMessage())
            .as("seed %s, file %s", SEED, file)
            .doesNotContain("Exception", "java.", "gson", "\u001b");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", file " + file + ":\n" + json, e);
      }
    }
    assertThat(read).isPositive();
  }

  private static void show(Results results) {
    ComparisonTable table = ComparisonTable.of(List.of(results), null);
    assertThat(TextReport.of(table, 80)).doesNotContain("\u001b");
    assertThat(HtmlReport.of(table)).doesNotContain("<script>alert", "\u001b");
    assertThat(MarkdownReport.of(table)).doesNotContain("<script>", "\u001b");
    assertThat(CsvReport.of(table)).doesNotContain("\u001b").doesNotContain(",=1");
  }

  /** A few characters of the file are others, there twice, or not there. */
  private static String mutate(String json, Random random) {
    StringBuilder bad = new StringBuilder(json);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bad.length());
      int to = Math.min(bad.length(), at + random.nextInt(60));
      switch (random.nextInt(5)) {
        case 0 -> bad.setCharAt(at, (char) random.nextInt(256));
        case 1 -> bad.insert(at, HOSTILE.get(random.nextInt(HOSTILE.size())));
        case 2 -> bad.delete(at, to);
        case 3 -> bad.insert(at, bad.substring(at, to));
        default -> bad.setCharAt(at, (char) (bad.charAt(at) ^ 1 << random.nextInt(7)));
      }
    }
    return bad.toString();
  }

  @Test
  @org.junit.jupiter.api.Timeout(60)
  void deepOrLongFilesAreRefusedInWords() {
    for (String json :
        List.of(
            "[".repeat(1 << 20),
            "{\"a\":".repeat(1 << 18),
            "[\"" + "x".repeat(1 << 20) + "\"]",
            "[" + "1,".repeat(1 << 19) + "1]",
            "[" + "{},".repeat(1 << 18) + "{}]")) {
      assertThatThrownBy(() -> ResultFile.parse(json))
          .isInstanceOf(com.google.gson.JsonParseException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
  }

  private static void mutate(JsonElement root, Random random) {
    List<Runnable> changes = new ArrayList<>();
    collect(root, changes, JsonParser.parseString(wild(random)));
    changes.get(random.nextInt(changes.size())).run();
  }

  private static String wild(Random random) {
    String value = HOSTILE.get(random.nextInt(HOSTILE.size()));
    return value.equals("NaN") ? "\"NaN\"" : value;
  }

  private static void collect(JsonElement element, List<Runnable> changes, JsonElement value) {
    if (element instanceof JsonObject object) {
      for (String name : object.keySet()) {
        changes.add(() -> object.add(name, value));
        changes.add(() -> object.remove(name));
        collect(object.get(name), changes, value);
      }
    } else if (element instanceof JsonArray array) {
      for (int i = 0; i < Math.min(2, array.size()); i++) {
        int at = i;
        changes.add(() -> array.set(at, value));
        collect(array.get(i), changes, value);
      }
      changes.add(() -> array.add(new JsonPrimitive(1)));
    }
  }
}
