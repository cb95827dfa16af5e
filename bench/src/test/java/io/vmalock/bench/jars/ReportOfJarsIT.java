package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import io.vmalock.bench.report.FixedResults;
import io.vmalock.bench.result.ResultFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with the jars that its script gives it, and no other. */
class ReportOfJarsIT {
  @Test
  void readsTheResultsOfARun(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("result.json");
    ResultFile.write(results, FixedResults.make());
    assertThat(run("report", results.toString(), "--out", folder.resolve("report").toString()))
        .contains("refcnt")
        .doesNotContain("Exception");
  }

  /** Runs it to its end, and returns what it said. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(
                    File.pathSeparator, Jars.ofTheCommand().stream().map(Path::toString).toList()),
                Vmalock.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
