package io.vmalock.bench.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Another JVM like this one, with the same class path and options. */
public final class ForkedJvm {
  private ForkedJvm() {}

  /**
   * The result of a forked JVM.
   *
   * @param status its exit status
   * @param errors its output on standard error
   */
  public record End(int status, String errors) {}

  /**
   * Runs a program and waits for its end. The other JVM dies with this one.
   *
   * @param main the class of its main method
   * @param output is given each line of its standard output
   */
  public static End run(Class<?> main, List<String> arguments, Consumer<String> output)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("vmalock", ".err");
    try {
      Process process =
          new ProcessBuilder(command(List.of(), main, arguments))
              .redirectError(errors.toFile())
              .start();
      Thread killer = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(killer);
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        process.getOutputStream().close();
        lines.lines().forEach(output);
        int status = process.waitFor();
        return new End(status, Files.readString(errors, StandardCharsets.ISO_8859_1));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } finally {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
      }
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  /**
   * Returns the command that starts one.
   *
   * @param options further options of the JVM
   * @param main the class of its main method
   */
  public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    JavaHome java = JavaHome.own();
    command.add(java.java());
    command.addAll(java.options());
    command.addAll(options);
    command.add("-Dstdout.encoding=UTF-8");
    Module module = main.getModule();
    if (module.isNamed()) {
      command.addAll(
          List.of(
              "-p",
              System.getProperty("jdk.module.path", ""),
              "--add-modules=ALL-MODULE-PATH",
              "-cp",
              System.getProperty("java.class.path", ""),
              "-m",
              module.getName() + "/" + main.getName()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    }
    command.addAll(arguments);
    return command;
  }
}
