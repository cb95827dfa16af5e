package io.vmalock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vmalock.Capability;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command from end to end: what it prints, and how it ends. */
class VmalockTest {
  private static final String TRACE =
      """
      1 1.000100 execve("/bin/a", ["a"], 0x7ff) = 0
      1 1.000200 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
      """;
  private static final String FAULTS = "a 1/1 1.000300: 200000\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path files;

  private int run(String... arguments) {
    CommandLine command = Vmalock.commandLine();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text);
  }

  @Test
  void listShowsEachStrategyAndItsCapabilities() {
    assertThat(run("list")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("biased *")).hasSize(2);
    assertThat(lines).anyMatch(line -> line.matches("stamped +\\d+ +\\d+ .*StampedLock.*"));
    for (Capability capability : Capability.values()) {
      assertThat(lines).contains(capability.label() + ": " + capability.meaning());
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void replayOfTheBuiltInRecording() throws IOException {
    Path json = files.resolve("out.json");
    int status =
        run(
            "replay",
            "--strategy",
            "refcnt,stamped",
            "--jvms",
            "1",
            "--repeat",
            "4",
            "--warm-up",
            "0",
            "--out",
            json.toString());
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("javac: 1 process, 1 address space, 20 threads, at most 207 areas in a space");
    assertThat(lines.get(1)).contains("1,376 calls").contains("15,443 faults");
    assertThat(lines)
        .filteredOn(line -> line.matches("(refcnt|stamped) +[\\d,]+\\.\\d+ .*"))
        .hasSize(2);
    assertThat(lines).anyMatch(line -> line.startsWith("ms: one replay, median of 4 in 1 JVM;"));

    JsonObject written = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(written.get("recording").getAsString()).isEqualTo("javac");
    JsonArray results = written.getAsJsonArray("results");
    assertThat(results).hasSize(2);
    for (int i = 0; i < results.size(); i++) {
      JsonObject result = results.get(i).getAsJsonObject();
      assertThat(result.getAsJsonArray("jvms").get(0).getAsJsonArray()).hasSize(4);
      JsonObject counts = result.getAsJsonObject("counts");
      long served = counts.get("hits").getAsLong() + counts.get("fallbacks").getAsLong();
      // Five faults of 15,443 were of null pointers; four replays.
      assertThat(served).isEqualTo(4 * 15_438);
      assertThat(counts.get("misses").getAsLong()).isEqualTo(4 * 5);
    }
  }

  @Test
  void replayOfNothingIsRefused() throws IOException {
    String text = "1 1.000400 read(3, \"\", 1) = 0\n1 1.000500 +++ exited with 0 +++\n";
    String trace = file("my.strace", text).toString();
    assertThat(run("replay", "--strace", trace, "--jvms=1")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("vmalock: " + trace + ": nothing to replay in it, neither a call that changes")
        .contains("-e trace=%memory");
  }

  @Test
  void replayOfFilesGzippedOrNot() throws IOException {
    Path faults = files.resolve("my.faults.gz");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(faults))) {
      gzip.write(FAULTS.getBytes(StandardCharsets.UTF_8));
    }
    String trace = file("my.strace", TRACE + "1 1.000400 read(3, \"\", 1) = 0\n").toString();
    int status =
        run(
            "replay",
            "--strace",
            trace,
            "--faults",
            faults.toString(),
            "--strategy=refcnt",
            "--jvms=1",
            "--repeat=1",
            "--warm-up=0",
            "--empty-holds",
            "--threads-limit=1");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .startsWith("my: 1 process, 1 address space, 1 thread,")
        .contains("1 calls to read, which is not about memory, left out");
  }

  @Test
  void aMalformedLineIsNamedUnlessLenient() throws IOException {
    String trace = file("my.strace", TRACE + "oops\n").toString();
    String faults = file("my.faults", FAULTS + "oh\n").toString();
    String[] arguments = {
      "replay",
      "--strace",
      trace,
      "--faults",
      faults,
      "--strategy=refcnt",
      "--jvms=1",
      "--repeat=1",
      "--warm-up=0"
    };
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("vmalock: " + trace + ":3: not a line as strace")
        .contains(System.lineSeparator() + "    oops");
    err.getBuffer().setLength(0);

    List<String> lenient = new ArrayList<>(List.of(arguments));
    lenient.add("--lenient");
    assertThat(run(lenient.toArray(new String[0]))).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("2 malformed lines left out")
        .contains(trace + ":3: oops")
        .contains(faults + ":2: oh");
  }

  @Test
  void wrongInputNamesTheNearestRightOne() throws IOException {
    assertThat(run("replay", "javak")).isEqualTo(2);
    assertThat(run("replay", "--strategy", "refcmt")).isEqualTo(2);
    assertThat(run("replya")).isEqualTo(2);
    assertThat(run("replay", "--stratgy", "refcnt")).isEqualTo(2);
    assertThat(run("replay", "--strace", "x")).isEqualTo(2);
    assertThat(run("replay", "--strace", "/no/x", "--faults", "y")).isEqualTo(2);
    assertThat(run("replay", "javac", "--strace", "x", "--faults", "y")).isEqualTo(2);
    assertThat(run("replay", "--repeat", "0")).isEqualTo(2);
    assertThat(run("replay", "--threads-limit", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("no recording \"javak\" is built in: did you mean javac?")
        .contains("did you mean \"refcnt\"?")
        .contains("did you mean replay?")
        .contains("did you mean --strategy?")
        .contains("cannot read x: no such file or directory")
        .contains("cannot read /no/x: no such file or directory")
        .contains("not both")
        .contains("--repeat is 0: at least 1 is needed")
        .contains("--threads-limit is 0: at least 1 is needed");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpTeaches() {
    assertThat(run("--help")).isZero();
    assertThat(run("replay", "--help")).isZero();
    assertThat(out.toString())
        .contains("Exit status: 0 all well")
        .contains("perf record -k CLOCK_REALTIME")
        .contains("trace=%memory,clone");
  }

  /** In a process of its own, where the wrong strategy is on the class path of all its JVMs. */
  @Test
  void aWrongStrategyFailsLoudlyAndTheOthersAreStillMeasured()
      throws IOException, InterruptedException {
    Path services = Files.createDirectories(files.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.vmalock.VmaLockStrategy"), ForgetfulStrategy.class.getName());
    Path told = files.resolve("told");
    String trace = file("my.strace", TRACE).toString();
    String faults = file("my.faults", FAULTS + "a 1/1 1.000400: 400000\n").toString();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                files
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path"),
                Vmalock.class.getName(),
                "replay",
                "--strace=" + trace,
                "--faults=" + faults,
                "--strategy=forgetful,refcnt",
                "--jvms=1",
                "--repeat=1",
                "--warm-up=0")
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(told);
    assertThat(process.exitValue()).as(text).isEqualTo(1);
    assertThat(text)
        .containsPattern("strategy forgetful FAILED: \\d+ answers are not what the recording says")
        .contains("fault at 0x200000 (line 1 of the faults, space 0)")
        .contains("    expected [0x200000, 0x201000) r-- line 2")
        .contains("    found    [0x200000, 0x201000) ??? execve")
        .containsPattern("\nrefcnt +[\\d.,]+ ");
  }
}
