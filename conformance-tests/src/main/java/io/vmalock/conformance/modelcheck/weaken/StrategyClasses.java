package io.vmalock.conformance.modelcheck.weaken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The classes of a strategy: those of its package, in its jar or directory. */
public final class StrategyClasses {
  private static final String SUFFIX = ".class";

  private StrategyClasses() {}

  /** The names of all classes in the package of a class, in the same jar or directory. */
  public static List<String> of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalArgumentException(
          type + " does not say which jar or directory it came from, so its package is unknown");
    }
    try {
      Path place = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(place)) {
        return list(place, type.getPackageName());
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return list(jar.getPath("/"), type.getPackageName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the classes beside " + type, e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("cannot list the classes beside " + type, e);
    }
  }

  /** A class and its superclasses, as far as they are not the JDK's. */
  public static List<Class<?>> family(Class<?> type) {
    List<Class<?>> family = new ArrayList<>();
    for (Class<?> each = type;
        each != null && !each.getName().startsWith("java.");
        each = each.getSuperclass()) {
      family.add(each);
    }
    return family;
  }

  private static List<String> list(Path root, String packageName) throws IOException {
    String prefix = packageName.isEmpty() ? "" : packageName + ".";
    try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX) && !name.endsWith("-info" + SUFFIX))
          .map(name -> prefix + name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }
}
