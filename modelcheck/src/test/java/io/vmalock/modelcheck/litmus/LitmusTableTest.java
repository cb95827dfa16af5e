package io.vmalock.modelcheck.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table in the documentation is what this JVM produces. */
class LitmusTableTest {
  private static final Path PAGE = Path.of("..", "docs", "model-checker.md");
  private static final String BEGIN = "<!-- litmus table: begin -->\n";
  private static final String END = "<!-- litmus table: end -->\n";

  /** With {@code -Dvmalock.write-docs=true} the page is brought up to date instead. */
  @Test
  void pageHasTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String table = LitmusTable.markdown();
    if (Boolean.getBoolean("vmalock.write-docs")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(table);
    }
  }
}
