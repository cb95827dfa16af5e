package io.vmalock.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every form of a fixed matrix is, to the letter, the file beside this test. After a change that is
 * meant, run with {@code -Dvmalock.golden=update} and read the difference.
 */
class GoldenFileTest {
  private static final Path FILES = Path.of("src/test/resources/io/vmalock/bench/conform");

  private static final boolean UPDATE = "update".equals(System.getProperty("vmalock.golden"));

  private final Matrix matrix = FixedMatrix.make();

  @Test
  void text() throws IOException {
    check("fixed.txt", text(matrix));
  }

  @Test
  void markdown() throws IOException {
    check("fixed.md", MarkdownMatrix.of(matrix));
  }

  @Test
  void html() throws IOException {
    check("fixed.html", HtmlMatrix.of(matrix));
  }

  @Test
  void json() throws IOException {
    check("fixed.json", JsonMatrix.of(matrix));
  }

  @Test
  void thePageNeedsNothingElseAndRunsNothing() {
    String page = HtmlMatrix.of(matrix);
    assertThat(page)
        .doesNotContain("<script", "http:", "https:", "src=", "url(", "@import")
        .contains("&lt;script&gt;alert(")
        .contains("prefers-color-scheme: dark", "width=device-width");
  }

  @Test
  void everyFormHasEveryNoteFailureAndKind() {
    for (String form : List.of(text(matrix), MarkdownMatrix.of(matrix), HtmlMatrix.of(matrix))) {
      assertThat(form)
          .contains("required", "capability", "statistical", "space")
          .contains("untested here")
          .contains("its check failed on X2")
          .contains("startWrite returned although")
          .contains("2 startWrite")
          .contains("seed 7")
          .contains("--only startWrite-waits --seed 7")
          .contains("layer stress: not asked for")
          .contains("123456 schedules", "12345 rounds", "A JVM 17.0.1+2, 2 CPUs, Linux riscv64");
    }
  }

  @Test
  void jsonHasTheModelAsItIs() {
    JsonObject json = JsonParser.parseString(JsonMatrix.of(matrix)).getAsJsonObject();
    assertThat(json.getAsJsonArray("rows")).hasSize(matrix.rows().size());
    JsonObject wrong = json.getAsJsonArray("strategies").get(1).getAsJsonObject();
    JsonObject failure = wrong.getAsJsonArray("failures").get(0).getAsJsonObject();
    assertThat(failure.get("seen").getAsString()).endsWith(FixedMatrix.HOSTILE);
    assertThat(failure.get("seed").getAsLong()).isEqualTo(7);
  }

  @Test
  void eachFileGetsItsForm(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("deeper/page.md");
    ConformReport.write(matrix, Map.of(".md", page));
    assertThat(Files.readString(page)).isEqualTo(MarkdownMatrix.of(matrix));
    assertThat(ConformReport.forms()).containsExactly(".html", ".md", ".json");
  }

  /** The output on a terminal: findings as they are made, then the rest. */
  private static String text(Matrix matrix) {
    StringBuilder text = new StringBuilder();
    for (Judged judged : matrix.strategies()) {
      for (Failure failure : judged.failures()) {
        text.append(TextMatrix.finding(judged.strategy(), failure)).append('\n');
      }
    }
    return text.append(TextMatrix.of(matrix, 120)).toString();
  }

  private static void check(String name, String actual) throws IOException {
    Path file = FILES.resolve(name);
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
