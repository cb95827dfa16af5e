package io.vmalock.selection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Class loaders as the class path makes them, with a directory of one services file each; and such
 * as define classes of their own or withhold some.
 */
final class SampleLoader extends URLClassLoader {
  private final Set<String> own = new HashSet<>();
  private final Set<String> withheld = new HashSet<>();

  private SampleLoader(Path... directories) {
    super(
        "samples",
        Arrays.stream(directories).map(SampleLoader::url).toArray(URL[]::new),
        SampleLoader.class.getClassLoader());
  }

  /** A loader that finds the services files in {@code directories}. */
  static SampleLoader of(Path... directories) {
    return new SampleLoader(directories);
  }

  /** Makes this loader define these classes by itself, from the same bytes as its parent. */
  SampleLoader defining(Class<?>... types) {
    Arrays.stream(types).map(Class::getName).forEach(own::add);
    return this;
  }

  /** Makes this loader not find these classes. */
  SampleLoader without(Class<?>... types) {
    Arrays.stream(types).map(Class::getName).forEach(withheld::add);
    return this;
  }

  /** Writes a services file. */
  static Path services(Path directory, String... lines) {
    try {
      Path file = directory.resolve(ProviderSource.FILE);
      Files.createDirectories(file.getParent());
      Files.write(file, Arrays.asList(lines));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a services file that names classes. */
  static Path services(Path directory, Class<?>... types) {
    return services(directory, Arrays.stream(types).map(Class::getName).toArray(String[]::new));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (withheld.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    if (!own.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static URL url(Path directory) {
    try {
      return directory.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
