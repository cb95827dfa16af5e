package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmalock.bench.replay.recorder.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small programs, each with one kind of call that the kernel leaves half done, or that splits and
 * joins areas, compared with the kernel's areas at their end: every area with its protection and
 * flags.
 *
 * <p>The recordings were made on Linux 6.18 of {@code kernel-calls.c}, which lies beside them; the
 * faults outside its window are left out.
 */
class KernelCallsTest {
  private static Path resources() {
    return CasesTest.file("../kernel/kernel-calls.c").getParent();
  }

  static List<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(resources())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".strace"))
          .map(name -> name.substring(0, name.length() - ".strace".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyAreaIsTheKernels(String program) throws IOException {
    assertThat(RandomProgramsTest.check(resources(), program)).isPositive();
  }

  /** On the present kernel, on request: {@code -Dvmalock.kernel.programs=true}. */
  @Test
  void onThisKernelToo(@TempDir Path directory) throws Exception {
    assumeTrue(
        Boolean.getBoolean("vmalock.kernel.programs"), "-Dvmalock.kernel.programs is not given");
    assumeTrue(
        Recorder.canTrace() && Recorder.canCountFaults() && Recorder.tool("gcc") != null,
        "strace, perf or gcc is not here, or may not trace");
    Path program = directory.resolve("kernel-calls");
    String source = resources().resolve("kernel-calls.c").toString();
    Process gcc =
        new ProcessBuilder("gcc", "-O1", "-static", "-w", "-o", program.toString(), source)
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
    // Some give up their rights, and write then.
    assertThat(directory.toFile().setWritable(true, false)).isTrue();
    for (String name : programs()) {
      Path prefix = directory.resolve(name);
      new Recorder(directory.resolve(name + ".strace"), directory.resolve(name + ".faults"))
          .run(List.of(program.toString(), name, prefix.toString()), true, false);
      assertThat(RandomProgramsTest.check(directory, name)).as(name).isPositive();
    }
  }
}
