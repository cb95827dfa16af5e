package io.vmalock.bench.replay.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmalock.bench.replay.reconstruction.LastMaps;
import io.vmalock.bench.replay.reconstruction.MapsCheck;
import io.vmalock.bench.replay.recording.Recordings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reconstruction of programs that run in the test, compared with the kernel's maps. */
class RecorderTest {
  @TempDir private Path files;

  @Test
  void reconstructionEqualsTheKernelsAreas() throws Exception {
    assumeTrue(Recorder.canTrace(), "strace is not here, or may not trace");
    Path trace = files.resolve("a.strace");
    Path faults = files.resolve("a.faults");
    boolean withFaults = Recorder.canCountFaults();
    // A shell that forks, programs that it executes, and a daemon that it leaves behind.
    Path told = files.resolve("daemon.pid");
    String daemon = "sh -c 'echo $$ >" + told + "; sleep 1; exit 0'";
    Recorder.Recorded recorded =
        new Recorder(trace, faults)
            .run(
                List.of("sh", "-c", "(ls / | sort >/dev/null); (" + daemon + " &); exit 3"),
                withFaults,
                true);
    assertThat(recorded.status()).isEqualTo(3);
    assertThat(recorded.maps())
        .containsKey(Integer.valueOf(java.nio.file.Files.readString(told).strip()));
    Map<Integer, LastMaps.Last> last = new HashMap<>();
    LastMaps.of(
        Recordings.files(trace, withFaults ? faults : null, false),
        share -> {},
        space -> last.put(space.pid(), space));
    for (Map.Entry<Integer, List<String>> one : recorded.maps().entrySet()) {
      MapsCheck check = MapsCheck.of(one.getValue(), last.get(one.getKey()).areas(), false);
      assertThat(check.differences()).as("process %s", one.getKey()).isEmpty();
      assertThat(check.areas()).isEqualTo(check.equal() + check.byExecve());
    }
  }

  @Test
  void anAreaThatIsMissingOrOtherwiseIsADifference() {
    List<String> maps =
        List.of(
            "00200000-00201000 rw-p 00000000 00:00 0 ", "00300000-00302000 r--s 00000000 00:00 0");
    assertThat(MapsCheck.of(maps, List.of(), false).byExecve()).isEqualTo(2);
    MapsCheck check =
        MapsCheck.of(
            maps,
            List.of(
                new io.vmalock.bench.replay.areas.MappedArea(
                    0x200000, 0x201000, new io.vmalock.bench.replay.areas.Mapping(3, 0, 0)),
                new io.vmalock.bench.replay.areas.MappedArea(
                    0x300000, 0x301000, new io.vmalock.bench.replay.areas.Mapping(1, 2, 1))),
            false);
    assertThat(check.equal()).isEqualTo(1);
    assertThat(check.differences())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("only in /proc/PID/maps: 00300000"))
        .anyMatch(line -> line.startsWith("only in the reconstruction: [0x300000"));
  }

  /** The areas command compares an earlier recording with a saved copy of maps. */
  @Test
  void aRecordingIsHeldAgainstACopyOfMaps() throws Exception {
    Path trace = files.resolve("b.strace");
    Path maps = files.resolve("b.maps");
    String anonymous = "PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x200000\n";
    java.nio.file.Files.writeString(
        trace,
        "7 1.0 execve(\"/bin/a\", [\"a\"], 0x7ff) = 0\n7 1.1 mmap(0x200000, 4096, " + anonymous);
    java.nio.file.Files.writeString(maps, "00200000-00201000 r--s 00000000 00:01 9 /dev/zero\n");
    assertThat(areas(trace, maps, "7")).isEqualTo("0 1 areas, 1 equal, 0 by execve, 0 different");
    java.nio.file.Files.writeString(maps, "00200000-00202000 r--s 00000000 00:01 9 /dev/zero\n");
    assertThat(areas(trace, maps, "7")).startsWith("1 1 areas, 0 equal, 0 by execve, 2 different");
    assertThat(areas(trace, maps, "8")).startsWith("2 ");
    // A process that was there before may have had the rest of it.
    java.nio.file.Files.writeString(
        trace, "7 1.0 brk(NULL) = 0x1000\n7 1.1 mmap(0x200000, 4096, " + anonymous);
    assertThat(areas(trace, maps, "7"))
        .isEqualTo(
            "0 1 areas, 0 equal, 0 by execve, 1 joined with what was mapped before, 0 different");
    java.nio.file.Files.writeString(maps, "00200000-00202000 rw-p 00000000 00:00 0\n");
    assertThat(areas(trace, maps, "7")).startsWith("1 1 areas, 0 equal, 0 by execve, 2 different");
    java.nio.file.Files.writeString(maps, "hello\n");
    assertThat(areas(trace, maps, "7")).startsWith("2 ");
  }

  private static String areas(Path trace, Path maps, String process) {
    java.io.StringWriter out = new java.io.StringWriter();
    int status =
        new picocli.CommandLine(new io.vmalock.bench.replay.AreasCommand())
            .setOut(new java.io.PrintWriter(out))
            .setErr(new java.io.PrintWriter(java.io.Writer.nullWriter()))
            .setExecutionExceptionHandler((e, command, parsed) -> 2)
            .execute("--summary", "--strace=" + trace, "--maps=" + maps, "--process=" + process);
    String text = out.toString();
    int at = text.indexOf("process 7: ");
    return status + " " + (at < 0 ? "" : text.substring(at + "process 7: ".length()).strip());
  }
}
