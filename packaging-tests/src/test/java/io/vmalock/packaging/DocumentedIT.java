package io.vmalock.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The POM snippets and versions in the pages for users are those of the consumer's build. */
class DocumentedIT {
  private static final Path CONSUMER = Path.of(System.getProperty("vmalock.consumer"));
  private static final Pattern SNIPPET = Pattern.compile("(?s)```xml\n(.*?)```");
  private static final Pattern COORDINATES =
      Pattern.compile("io\\.vmalock:vmalock-[a-z]+:([0-9][^\\s\"')`]*)");

  static List<String> snippets() throws IOException {
    return found(Files.readString(Installed.ROOT.resolve("docs/embedding.md")), SNIPPET);
  }

  private static List<String> found(String text, Pattern pattern) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }

  @Test
  void thereAreSnippets() throws IOException {
    assertThat(snippets()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void aSnippetIsPartOfTheConsumersBuild(String snippet) throws IOException {
    try (Stream<Path> files = Files.walk(CONSUMER, 2)) {
      assertThat(files.filter(file -> file.endsWith("pom.xml")).toList())
          .anyMatch(file -> normal(read(file)).contains(normal(snippet)));
    }
  }

  /** Without comments and indentation. */
  private static String normal(String xml) {
    return xml.replaceAll("(?s)<!--.*?-->", "").replaceAll("\\s+", "");
  }

  @Test
  void coordinatesHaveTheVersionOfTheBuild() throws IOException {
    for (Path page :
        List.of(Installed.ROOT.resolve("README.md"), Installed.ROOT.resolve("docs/embedding.md"))) {
      assertThat(COORDINATES.matcher(read(page)).results().map(MatchResult::group))
          .as("%s", page)
          .allMatch(coordinates -> coordinates.endsWith(":" + Installed.VERSION));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
