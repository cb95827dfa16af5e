package io.vmalock.modelcheck.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables in the documentation equal the ones that this JVM produces. */
class LitmusTableTest {
  private static final Path PAGE = Path.of("..", "docs", "model-checker.md");

  /** With {@code -Dvmalock.write-docs=true} the test updates the page instead. */
  @Test
  @Tag("slow")
  void pageHasTheTable() throws IOException {
    has("litmus", LitmusTable.markdown());
  }

  @Test
  @Tag("slow")
  void pageHasTheTableOfRelaxations() throws IOException {
    has("relaxation", LitmusTable.relaxations());
  }

  private static void has(String name, String table) throws IOException {
    String page = Files.readString(PAGE);
    String mark = "<!-- " + name + " table: begin -->\n";
    int begin = page.indexOf(mark) + mark.length();
    int end = page.indexOf("<!-- " + name + " table: end -->\n");
    if (Boolean.getBoolean("vmalock.write-docs")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(table);
    }
  }
}
