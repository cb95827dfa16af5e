package io.vmalock.bench.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs {@link FaultSweep}. */
final class SweepJvm {
  /**
   * The options for a sweep of the heap. With the usual ratio of dead wood a collection would leave
   * a freed budget where it is, and no budget would be enough.
   */
  static final List<String> SMALL_HEAP =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UseTLAB",
          "-Xmx16m",
          "-XX:MarkSweepDeadRatio=0",
          "-XX:MarkSweepAlwaysCompactCount=1");

  private SweepJvm() {}

  /** Runs it with options of the JVM, and prints what it prints; its exit code. */
  static int run(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FaultSweep.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      System.out.println(String.join(" ", options) + " " + String.join(" ", arguments));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
      }
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }
}
