package io.vmalock.modelcheck.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model checker on the versions of libraries that have a fault, and on those that corrected it,
 * each in a JVM of its own. Only with {@code -Dsubjects}, which downloads them.
 */
@EnabledIfSystemProperty(named = "subjects", matches = ".*")
class LibrariesTest {
  /** Its record tells of a race, which has no consequence: a lock that both take orders it. */
  private static final List<String> HARMLESS = List.of("Wrong$Promised");

  static Stream<String> libraries() {
    return Subjects.all().entrySet().stream()
        .filter(entry -> !entry.getValue().jar().isEmpty())
        .map(entry -> entry.getKey());
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void faultsAreFoundAndCorrectionsAreExhausted(String name) throws Exception {
    boolean wrong = Subjects.all().get(name).isWrong() && !HARMLESS.contains(name);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java, "-cp", Subjects.classPath(name), OneTool.class.getName(), "ours", name)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said)
        .containsPattern(
            wrong
                ? OneTool.RESULT + "(assertion failed|deadlock|livelock|unexpected exception) "
                : OneTool.RESULT + "nothing, exhausted ");
  }
}
