package io.vmalock.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine of a measurement.
 *
 * @param cpu the processor's name
 * @param cpus the number of processors that the JVM may use
 * @param memory the machine's memory in GiB
 * @param jvm the JVM's name or vendor, and its version
 * @param javaVersion its version alone
 * @param os its name, version and architecture
 * @param load the load average; negative where unknown
 */
public record Machine(
    String cpu, int cpus, double memory, String jvm, String javaVersion, String os, double load) {
  private static final double GIB = 1 << 30;

  /** The machine of this JVM. */
  public static Machine here() {
    return with(JavaHome.own());
  }

  /**
   * The machine of this JVM, with another JDK.
   *
   * @param java that JDK
   */
  public static Machine with(JavaHome java) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / GIB * 10) / 10.0,
        java.name(),
        java.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        system.getSystemLoadAverage());
  }

  /** The commit that these classes were built from, and whether anything was changed since. */
  public static String commit() {
    String head = git("rev-parse", "--short=12", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain").isEmpty() ? head : head + " and changes";
  }

  /** On one line. */
  @Override
  public String toString() {
    return jvm + ", " + cpus + (cpus == 1 ? " CPU, " : " CPUs, ") + os;
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      Optional<String> name =
          lines
              .filter(line -> line.startsWith("model name") || line.startsWith("CPU part"))
              .findFirst();
      return name.map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The answer of git for the directory of the classes; empty if it has none. */
  private static String git(String... args) {
    try {
      Path classes =
          Path.of(Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path directory = Files.isDirectory(classes) ? classes : classes.getParent();
      String[] command = new String[args.length + 1];
      command[0] = "git";
      System.arraycopy(args, 0, command, 1, args.length);
      Process git =
          new ProcessBuilder(command)
              .directory(directory == null ? null : directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream output = git.getInputStream()) {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return "";
    }
  }
}
