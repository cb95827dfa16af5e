package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own that runs the probe on some jars, on the class path or on the module path. */
final class Fork {
  private final List<String> command = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private String variable = "";

  private Fork(String... path) {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    options.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    options.addAll(List.of(path));
  }

  static Fork onClassPath(Path probe, Collection<Path> jars) {
    Fork fork = new Fork("-cp", path(probe, jars));
    fork.command.add("org.example.probe.Probe");
    return fork;
  }

  static Fork onModulePath(Path probe, Collection<Path> jars) {
    Fork fork = new Fork("-p", path(probe, jars));
    fork.command.addAll(List.of("-m", "org.example.probe/org.example.probe.Probe"));
    return fork;
  }

  Fork with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Sets the environment variable that names the strategy. */
  Fork withVariable(String value) {
    variable = value;
    return this;
  }

  /** Runs commands of the probe; the lines that it prints, split at their bars. */
  List<List<String>> run(String... commands) throws IOException, InterruptedException {
    command.addAll(1, options);
    command.addAll(List.of(commands));
    Path out = Files.createTempFile("probe", ".out");
    Path err = Files.createTempFile("probe", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("VMALOCK_STRATEGY", variable);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("ended in time: %s", command).isTrue();
      assertThat(process.exitValue())
          .as("%s%n%s%n%s", command, Files.readString(out), Files.readString(err))
          .isZero();
      return Files.readAllLines(out).stream()
          .map(line -> Arrays.asList(line.split("\\|")))
          .toList();
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String path(Path probe, Collection<Path> jars) {
    return Stream.concat(Stream.of(probe), jars.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
