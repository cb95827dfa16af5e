package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strategies that the project has never seen, each in a plain jar, judged by the command line: a
 * right one, and the same with one ordering too weak.
 */
class JudgedFromAJarIT {
  private static final Path TARGET =
      Path.of(System.getProperty("vmalock.target", "target")).toAbsolutePath();

  private static final String EXIT =
      """
          if (v.readers.decrementAndGet() == CLOSED && v.retirement() != null) {
      """;

  /** As atomic as before, but no release: what the reader did inside may be seen later. */
  private static final String OPAQUE_EXIT =
      """
          int inside;
          do {
            inside = v.readers.getOpaque();
          } while (!v.readers.weakCompareAndSetPlain(inside, inside - 1));
          if (inside - 1 == CLOSED && v.retirement() != null) {
      """;

  @TempDir Path directory;

  /** The output and the exit code of the command. */
  private record Said(int exit, String out) {}

  @Test
  void nothingIsFoundInARightOne() throws Exception {
    Path jar = jar("polling", Jars.source("PollingStrategy.java"));

    Said said = conform(jar, "--strategy", "polling", "--layer", "scenario", "--rule", "X1");

    assertThat(said.exit()).as(said.out()).isZero();
    assertThat(said.out()).contains("polling: nothing found by the checks that were asked for");
  }

  @Test
  void anExitWithoutReleaseIsFoundWithItsInterleaving() throws Exception {
    String source =
        replaced(
            replaced(Jars.source("PollingStrategy.java"), EXIT, OPAQUE_EXIT),
            "name = \"polling\"",
            "name = \"opaque-exit\"");
    Path jar = jar("opaque-exit", source);
    Path report = directory.resolve("report");

    Said said =
        conform(
            jar,
            "--strategy",
            "opaque-exit",
            "--rule",
            "V2",
            "--seed",
            "7",
            "--out",
            report.toString());

    assertThat(said.exit()).as(said.out()).isEqualTo(1);
    assertThat(said.out())
        .contains("opaque-exit: breaks the contract;")
        .contains("opaque-exit breaks V2 (required)")
        .contains("The actions inside a hold MUST happen before the return of every later")
        // The reader's last step, from which the writer goes on.
        .contains("plain CAS PollingVma#1.readers 1 -> 0")
        .contains("T1", "T2", "a hold of T1 does not happen before startWrite returned")
        .containsPattern(
            "again: \\./vmalock conform --strategy opaque-exit --classpath .* --replay .*@");
    assertThat(Files.readString(report.resolve("conformance.html")))
        .contains("the interleaving, a column for each thread");
  }

  private static String replaced(String text, String part, String by) {
    assertThat(text).contains(part);
    return text.replace(part, by);
  }

  private Path jar(String name, String source) throws IOException {
    return Jars.make(
        Files.createDirectory(directory.resolve(name)).resolve(name + ".jar"),
        Map.of("PollingStrategy.java", source),
        Map.of(
            "META-INF/services/io.vmalock.VmaLockStrategy", "org.example.polling.PollingStrategy"));
  }

  private Said conform(Path jar, String... more) throws IOException, InterruptedException {
    String classPath =
        Stream.concat(
                Stream.of("classes"),
                Stream.of(Files.readString(TARGET.resolve("vmalock.classpath")).strip().split(":")))
            .map(place -> TARGET.resolve(place).toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, "io.vmalock.bench.Vmalock", "conform"));
    command.addAll(List.of("--classpath", jar.toString()));
    command.addAll(List.of(more));
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no verdict: " + Files.readString(out));
    }
    return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }
}
