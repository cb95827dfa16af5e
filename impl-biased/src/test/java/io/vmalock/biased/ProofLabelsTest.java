package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The accesses that the proof in docs/biased.md names stand in the source under those names. */
class ProofLabelsTest {
  private static final Pattern LABEL = Pattern.compile("\\[([a-z]\\d+)]");

  @Test
  void paperAndSourceNameTheSameAccesses() throws IOException {
    SortedSet<String> inSource = new TreeSet<>();
    try (Stream<Path> files =
        Files.list(root().resolve("impl-biased/src/main/java/io/vmalock/biased"))) {
      for (Path file : files.toList()) {
        inSource.addAll(labels(file));
      }
    }
    assertThat(inSource).isEqualTo(labels(root().resolve("docs/biased.md"))).hasSizeGreaterThan(30);
  }

  private static SortedSet<String> labels(Path file) throws IOException {
    List<String> found =
        LABEL.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
    return new TreeSet<>(found);
  }

  /** The build runs tests in the module's directory, an IDE perhaps in the project's. */
  private static Path root() {
    return Files.exists(Path.of("docs", "biased.md")) ? Path.of("") : Path.of("..");
  }
}
