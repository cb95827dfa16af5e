package io.vmalock.bench.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * Jars with strategies and scenarios of the user's own, for every command and the JVMs it starts.
 */
public final class ExtraClassPath {
  private static final String OPTION = "--classpath";
  private static final String ENVIRONMENT = "VMALOCK_CLASSPATH";
  private static final String PROPERTY = "java.class.path";
  private static final String ALL_JARS = File.separator + "*";

  @Option(
      names = OPTION,
      paramLabel = "JARS",
      scope = ScopeType.INHERIT,
      description =
          "Jars or directories with strategies of your own, with colons between; DIR/* are all jars"
              + " of a directory. VMALOCK_CLASSPATH means the same.")
  private @Nullable String jars;

  /** Options are filled in from the command line. */
  public ExtraClassPath() {}

  /** Returns the words that repeat the option in a command line, or none. */
  public static List<String> asArguments(CommandSpec spec) {
    Object jars = spec.root().findOption(OPTION).getValue();
    return jars == null ? List.of() : List.of(OPTION, jars.toString());
  }

  /**
   * Requires that the environment's additions exist. The script that starts this command has put
   * them on the class path, where Java ignores missing entries.
   *
   * @throws ParameterException if one does not exist
   */
  public static void checkEnvironment(CommandLine command, @Nullable String value) {
    if (value != null) {
      places(command, ENVIRONMENT, value);
    }
  }

  /** Returns the environment's addition. */
  public static @Nullable String environment() {
    return System.getenv(ENVIRONMENT);
  }

  /**
   * Runs with the jars on the class path: of this thread, and of the JVMs that are started.
   *
   * @throws ParameterException if one does not exist
   */
  public int with(CommandLine command, Callable<Integer> run) throws Exception {
    if (jars == null) {
      return run.call();
    }
    List<Path> places = places(command, OPTION, jars);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    String path = System.getProperty(PROPERTY, "");
    // Not closed: the classes of strategies are loaded as they are used.
    ClassLoader loader =
        new URLClassLoader(OPTION, urls(places), ExtraClassPath.class.getClassLoader());
    StringBuilder all = new StringBuilder(path);
    places.forEach(place -> all.append(File.pathSeparator).append(place.toAbsolutePath()));
    try {
      thread.setContextClassLoader(loader);
      System.setProperty(PROPERTY, all.toString());
      return run.call();
    } finally {
      thread.setContextClassLoader(before);
      System.setProperty(PROPERTY, path);
    }
  }

  private static List<Path> places(CommandLine command, String option, String text) {
    List<Path> places = new ArrayList<>();
    for (String each : Splitter.on(File.pathSeparatorChar).omitEmptyStrings().split(text)) {
      try {
        boolean all = each.endsWith(ALL_JARS);
        Path place = Path.of(all ? each.substring(0, each.length() - ALL_JARS.length()) : each);
        if (all && !Files.isDirectory(place)) {
          throw new ParameterException(
              command, option + ": " + place + ": no such directory" + beside(place));
        }
        if (!Files.exists(place)) {
          throw new ParameterException(
              command, option + ": " + each + ": no such file or directory" + beside(place));
        }
        if (!Files.isReadable(place)) {
          throw new ParameterException(command, option + ": " + each + ": permission denied");
        }
        if (Files.isRegularFile(place) && !isJar(place)) {
          throw new ParameterException(command, option + ": " + each + " is not a jar");
        }
        if (all) {
          places.addAll(jarsIn(command, option, place));
        } else {
          places.add(place);
        }
      } catch (InvalidPathException e) {
        throw new ParameterException(command, option + ": " + each + " is not a path", e);
      }
    }
    return places;
  }

  /** Java silently ignores a file that is not a jar. */
  private static boolean isJar(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> jarsIn(CommandLine command, String option, Path directory) {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      return ImmutableList.copyOf(jars);
    } catch (IOException e) {
      throw new ParameterException(command, option + ": " + directory + " cannot be read", e);
    }
  }

  /** The nearest file name in the directory. */
  private static String beside(Path missing) {
    Path parent = missing.toAbsolutePath().getParent();
    Path name = missing.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return "";
    }
    try (var files = Files.list(parent)) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(file -> file.endsWith(".jar"))
              .toList();
      return NearestName.to(name.toString(), names)
          .map(near -> "; did you mean " + missing.resolveSibling(near) + "?")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static URL[] urls(List<Path> places) {
    try {
      URL[] urls = new URL[places.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = places.get(i).toUri().toURL();
      }
      return urls;
    } catch (MalformedURLException e) {
      throw new AssertionError("files have addresses", e);
    }
  }
}
