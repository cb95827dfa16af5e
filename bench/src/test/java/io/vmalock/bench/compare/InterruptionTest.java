package io.vmalock.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, which a terminal gives to the command and to the JVM that it measures. */
class InterruptionTest {
  private static final int SECONDS = 120;
  private static final int INTERRUPTED = 130;

  @Test
  @Tag("slow")
  void keepsMeasurementsAndResumes(@TempDir Path out) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")),
        "skipped: Ctrl-C was not tried, as there is no kill command");
    Path result = out.resolve("result.json");
    Process first = compare(out, "first", "--rounds=1000");
    for (int i = 0; i < SECONDS * 10 && forks(result) < 2; i++) {
      Thread.sleep(100);
    }
    // The fork hears of it first, which must not look as if the strategy had failed.
    List<String> pids = new ArrayList<>();
    first.descendants().forEach(fork -> pids.add(Long.toString(fork.pid())));
    pids.add(Long.toString(first.pid()));
    for (String pid : pids) {
      new ProcessBuilder("kill", "-INT", pid).start().waitFor();
    }
    boolean ended = first.waitFor(SECONDS, TimeUnit.SECONDS);
    first.destroyForcibly(); // where Ctrl-C is ignored, as in the background of some shells
    assertThat(ended).as("it ends").isTrue();
    String said = Files.readString(out.resolve("first.log"));
    assertThat(first.exitValue()).as(said).isEqualTo(INTERRUPTED);
    assertThat(said).contains("interrupted: --resume goes on", "read pair");
    // In the report. Before it, the fork may have said what it thinks of its end: JMH does where it
    // was measuring, and JDKs from 21 to 25 do where it was starting (JDK-8367597).
    assertThat(said.substring(said.indexOf("\nread pair"))).doesNotContain("fail");
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    Results kept = ResultFile.read(result);
    assertThat(kept.measurements()).extracting(Measurement::failure).containsOnlyNulls();

    int measured = forks(result);
    assertThat(measured).isGreaterThanOrEqualTo(2);
    Process second = compare(out, "second", "--rounds=" + (measured + 1), "--resume");
    assertThat(second.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(second.exitValue()).as(Files.readString(out.resolve("second.log"))).isZero();
    assertThat(forks(result)).isEqualTo(measured + 1);
  }

  private static Process compare(Path out, String name, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.vmalock.bench.Vmalock", "compare", "--profile=tiny"));
    command.addAll(List.of("--scenario=pair", "--strategy=refcnt", "--out=" + out));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.resolve(name + ".log").toFile())
        .start();
  }

  private static int forks(Path result) throws IOException {
    return Files.exists(result)
        ? ResultFile.read(result).measurements().stream()
            .mapToInt(each -> each.forks().size())
            .sum()
        : 0;
  }
}
