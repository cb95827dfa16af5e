package io.vmalock.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, as it may crash or run out of something. */
final class ChildJvm {
  /** How a run ended, and all that it printed. */
  record Ended(int status, String output) {}

  private ChildJvm() {}

  static Ended run(Class<?> main, List<String> options, List<String> arguments) throws Exception {
    Process process = start(main, options, arguments);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("does not end:\n" + output);
      }
      return new Ended(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts it; what it prints, errors too, is its standard output. */
  static Process start(Class<?> main, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:+UnlockDiagnosticVMOptions");
    command.add("-XX:ErrorFile=/dev/null");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** So that MUNMAP is allowed where it exists. */
  static List<String> nativeAccess() {
    return Runtime.version().feature() < 22
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED");
  }
}
