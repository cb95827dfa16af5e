package io.vmalock.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation at every depth near the end of the stack and with every budget of heap, in JVMs
 * of its own, compiled and interpreted: the profile {@code faults}. Prints its tables.
 */
@EnabledIfSystemProperty(named = "vmalock.faults", matches = "[1-9][0-9]*")
class FaultSweepTest {
  @ParameterizedTest
  @CsvSource({"stack, default", "stack, -Xint", "heap, default", "heap, -Xint"})
  void losesNothing(String kind, String flag) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (flag.startsWith("-")) {
      command.add(flag);
    }
    if (kind.equals("heap")) {
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UseTLAB", "-Xmx16m"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FaultSweep.class.getName(), kind, System.getProperty("vmalock.faults")));
    assertThat(run(command)).as("%s, %s: see the tables above", kind, flag).isZero();
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      System.out.println(String.join(" ", command.subList(1, command.indexOf("-cp"))));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
      }
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }
}
