package io.vmalock.bench.machine;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import io.vmalock.bench.text.ForeignText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A JDK to run JVMs with.
 *
 * @param directory its directory
 * @param version its version, such as {@code 17.0.15}
 * @param name its vendor, and its version in full
 */
public record JavaHome(Path directory, String version, String name) {
  private static final int OLDEST = 17;

  /** From this release on, a JVM warns about libraries that use sun.misc.Unsafe, as JMH does. */
  private static final int WARNS_OF_UNSAFE = 24;

  /** From this release on, native calls can be allowed, which unmap files. */
  private static final int HAS_NATIVE_ACCESS = 22;

  private static final String NATIVE_ACCESS = "--enable-native-access=";

  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=";

  /** The JDK that this runs on. */
  public static JavaHome own() {
    return new JavaHome(
        Path.of(System.getProperty("java.home")),
        System.getProperty("java.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  /**
   * The JDK in a directory.
   *
   * @throws IllegalArgumentException if there is none that can be used, with the reason
   */
  public static JavaHome of(Path directory) {
    if (!Files.exists(directory)) {
      throw new IllegalArgumentException(directory + ": no such directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          directory + " is not a directory; the JDK's home is needed, which has bin/java in it");
    }
    if (!Files.isExecutable(directory.resolve("bin").resolve("java"))) {
      throw new IllegalArgumentException(directory + " has no bin/java: it is not a JDK's home");
    }
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(directory.resolve("release"))) {
      release.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          directory + " has no release file that says its version", e);
    }
    JavaHome home =
        new JavaHome(
            directory,
            value(release, "JAVA_VERSION"),
            value(release, "IMPLEMENTOR") + " " + value(release, "JAVA_RUNTIME_VERSION"));
    if (home.feature() < OLDEST) {
      throw new IllegalArgumentException(
          directory + " is Java " + home.version() + "; " + OLDEST + " or newer is needed");
    }
    return home;
  }

  private static String value(Properties release, String name) {
    return ForeignText.line(CharMatcher.is('"').trimFrom(release.getProperty(name, "unknown")));
  }

  /** The release: 17, 25. */
  public int feature() {
    Integer feature =
        Ints.tryParse(Splitter.on(CharMatcher.anyOf(".-+_")).split(version).iterator().next());
    return feature == null ? OLDEST : feature;
  }

  /** The command that starts a JVM. */
  public String java() {
    return directory.resolve("bin").resolve("java").toString();
  }

  /**
   * Options that a JVM of this JDK needs, and those that this JVM was given: but not its agents,
   * whose ports and files would clash, and not options that another release does not know.
   */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (feature() >= WARNS_OF_UNSAFE) {
      options.add(UNSAFE + "allow");
    }
    if (feature() >= HAS_NATIVE_ACCESS) {
      options.add(NATIVE_ACCESS + "ALL-UNNAMED");
    }
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agent")
          && !option.startsWith("-javaagent")
          && !option.startsWith(NATIVE_ACCESS)
          && !option.startsWith(UNSAFE)) {
        options.add(option);
      }
    }
    return options;
  }

  /**
   * Starts a JVM with options and ends it again.
   *
   * @throws IllegalArgumentException if it does not start, with its output
   */
  public void tryOptions(List<String> jvmArgs) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options());
    command.addAll(jvmArgs);
    command.add("-version");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalArgumentException(
            "the JVM does not start with these: "
                + ForeignText.line(said.lines().findFirst().orElse("it says nothing")));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(java() + " cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("interrupted while the options were tried", e);
    }
  }
}
