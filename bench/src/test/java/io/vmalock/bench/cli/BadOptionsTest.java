package io.vmalock.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.vmalock.bench.Vmalock;
import io.vmalock.bench.report.FixedResults;
import io.vmalock.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong command lines, and their messages. Each ends with exit status 2, prints only what is wrong,
 * and leaves no file behind.
 */
class BadOptionsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path files;

  @BeforeEach
  void results() throws IOException {
    ResultFile.write(files.resolve("good.json"), FixedResults.make());
    Files.writeString(files.resolve("bad.json"), "nonsense");
    Files.createDirectories(files.resolve("there"));
    Files.writeString(files.resolve("there/result.json"), "a night's work");
    Files.writeString(files.resolve("mine.jar"), "");
  }

  /** The rows of the page on this, which is where it is written down. */
  static List<Arguments> table() throws IOException {
    Pattern row = Pattern.compile("\\| `(.+)` \\| (.+) \\|");
    return Files.readAllLines(Path.of("../docs/bad-options.md")).stream()
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(one -> Arguments.of(one.group(1), one.group(2)))
        .toList();
  }

  @Test
  void thePageHasATable() throws IOException {
    assertThat(table()).hasSizeGreaterThan(70);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void isSaidBeforeAnythingStarts(String typed, String said) throws IOException {
    List<Path> before = everything();
    String home = files.toString();
    List<String> words = new ArrayList<>();
    Splitter.on(' ')
        .omitEmptyStrings()
        .split(typed.strip())
        .forEach(w -> words.add(w.replace("FILES", home)));
    int status =
        Vmalock.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(new String[0]));
    assertThat(err.toString())
        .contains(said.strip().replace("FILES", home))
        .doesNotContain("Exception", "java.lang", "java.nio", "\tat ");
    assertThat(status).as(err.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
    assertThat(everything()).isEqualTo(before);
    assertThat(Path.of("vmalock-results")).doesNotExist();
  }

  private List<Path> everything() throws IOException {
    try (var all = Files.walk(files)) {
      return all.sorted().toList();
    }
  }
}
