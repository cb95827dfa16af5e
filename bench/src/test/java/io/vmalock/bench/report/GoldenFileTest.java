package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every report of fixed results is, to the letter, the file beside this test. After an intended
 * change, run with {@code -Dvmalock.golden=update} and read the difference.
 */
class GoldenFileTest {
  private static final Path FILES = Path.of("src/test/resources/io/vmalock/bench/report");

  private static final boolean UPDATE = "update".equals(System.getProperty("vmalock.golden"));

  private final Results results = fixed();
  private final ComparisonTable table = ComparisonTable.of(List.of(results), null);

  @Test
  void text() throws IOException {
    check("fixed.txt", TextReport.of(table, 100));
  }

  @Test
  void markdown() throws IOException {
    check("fixed.md", MarkdownReport.of(table));
  }

  @Test
  void csv() throws IOException {
    check("fixed.csv", CsvReport.of(table));
  }

  @Test
  void html() throws IOException {
    check("fixed.html", HtmlReport.of(table));
  }

  @Test
  void severalRunsSideBySide() throws IOException {
    check(
        "two-runs.txt",
        TextReport.of(ComparisonTable.of(List.of(results, results), "stamped"), 120));
  }

  @Test
  void jsonAgain() throws IOException {
    check("fixed.json", ResultFile.json(results));
  }

  @Test
  void jsonHasOnlyEntriesWithAFigure() {
    JsonArray entries = JsonParser.parseString(ResultFile.json(results)).getAsJsonArray();
    assertThat(entries).hasSizeLessThan(results.measurements().size());
    for (JsonElement each : entries) {
      JsonObject entry = each.getAsJsonObject();
      JsonObject params = entry.getAsJsonObject("params");
      Measurement measurement =
          results.measurements().stream()
              .filter(m -> m.scenario().equals(params.get("scenario").getAsString()))
              .filter(m -> m.column().equals(params.get("column").getAsString()))
              .filter(m -> params.get("threads").getAsString().equals("" + m.threads()))
              .findFirst()
              .orElseThrow();
      assertThat(measurement.failure()).isNull();
      assertThat(entry.getAsJsonObject("primaryMetric").get("score").getAsDouble())
          .as("the figure of the report")
          .isEqualTo(
              table.rows().stream()
                  .map(row -> row.cells().get(measurement.column()))
                  .filter(cell -> cell != null && cell.measurement().equals(measurement))
                  .findFirst()
                  .orElseThrow()
                  .time());
    }
  }

  @Test
  void everyFormFitsItsWidth() {
    for (int width : new int[] {60, 80, 100}) {
      assertThat(TextReport.of(table, width).lines()).allMatch(line -> line.length() <= width);
    }
  }

  private static Results fixed() {
    try {
      if (UPDATE) {
        ResultFile.write(FILES.resolve("fixed.json"), FixedResults.make());
      }
      return ResultFile.read(FILES.resolve("fixed.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(String name, String actual) throws IOException {
    Path file = FILES.resolve(name);
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
