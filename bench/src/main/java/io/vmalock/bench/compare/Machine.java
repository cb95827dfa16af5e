package io.vmalock.bench.compare;

import com.sun.management.OperatingSystemMXBean;
import io.vmalock.bench.report.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be found out about where this runs. */
final class Machine {
  private static final double GIB = 1 << 30;

  private Machine() {}

  static Environment environment(
      String command, Profile profile, List<String> jvmArgs, @Nullable Path javaHome) {
    String version =
        javaHome == null ? System.getProperty("java.version") : property(javaHome, "JAVA_VERSION");
    String vendor =
        javaHome == null
            ? System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
            : property(javaHome, "IMPLEMENTOR") + " " + property(javaHome, "JAVA_RUNTIME_VERSION");
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Environment(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / GIB * 10) / 10.0,
        vendor,
        version,
        String.join(" ", jvmArgs),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        commit(),
        command,
        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        system.getSystemLoadAverage(),
        profile.name().toLowerCase(Locale.ROOT));
  }

  private static String cpu() {
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

  private static String property(Path javaHome, String name) {
    try (var lines = Files.lines(javaHome.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1).replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String commit() {
    String head = git("rev-parse", "--short=12", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain").isEmpty() ? head : head + " and changes";
  }

  /** What git says of the directory that the classes come from; empty where it says nothing. */
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
