package io.vmalock.modelcheck.check;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The author's description of a scope, as prefixes of class names. */
final class Scopes {
  private Scopes() {}

  /** Returns the outermost class around a class. */
  static String outermost(Class<?> type) {
    Class<?> at = type;
    while (at.getEnclosingClass() != null) {
      at = at.getEnclosingClass();
    }
    return at.getName();
  }

  /** Returns the name of a scenario: that of the method that contains it. */
  static String name(Class<?> type, String method) {
    String[] parts = method.split("\\$", -1);
    String written = parts.length > 1 && parts[0].equals("lambda") ? parts[1] : method;
    return type.getSimpleName() + "." + written;
  }

  static long atLeast(String what, long given, long least) {
    if (given < least) {
      throw new IllegalArgumentException(what + " is " + given + ", and must be at least " + least);
    }
    return given;
  }

  static int atLeast(String what, int given, int least) {
    return (int) atLeast(what, (long) given, least);
  }

  /** Returns the packages in the jar or directory of a class. */
  static List<String> packagesBeside(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalArgumentException(
          type.getName() + " is from no jar; name packages in its place");
    }
    try {
      Path path = Path.of(source.getLocation().toURI());
      SortedSet<String> packages = new TreeSet<>();
      for (String entry : Files.isDirectory(path) ? files(path) : entries(path)) {
        int end = entry.lastIndexOf('/');
        if (entry.endsWith(".class") && end > 0 && !entry.startsWith("META-INF")) {
          packages.add(entry.substring(0, end + 1).replace('/', '.'));
        }
      }
      return List.copyOf(packages);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalArgumentException("cannot read " + source.getLocation(), e);
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream().forEach(entry -> names.add(entry.getName()));
    }
    return names;
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(file -> directory.relativize(file).toString().replace('\\', '/')).toList();
    }
  }

  /** Returns advice about a refusal. */
  static String hint(String refused) {
    if (refused.startsWith("call of java.") || refused.startsWith("reference to java.")) {
      return refused.contains(" (") ? "" : "; it has no model: leave it out of the scenario";
    }
    if (refused.startsWith("call of ") || refused.startsWith("reference to ")) {
      return "; add its class to the scope to explore it, or trust it if it shares nothing";
    }
    if (refused.contains("IllegalAccessError")) {
      return "; a class of the scope uses one of its package that is outside: add the package";
    }
    return "";
  }
}
