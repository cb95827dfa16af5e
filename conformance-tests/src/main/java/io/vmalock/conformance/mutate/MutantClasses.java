package io.vmalock.conformance.mutate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Loads the classes of a strategy anew, one of them with an edit; all others are its parent's. It
 * also finds the class file with the edit, for code that reads class files to load them in its own
 * way.
 */
final class MutantClasses extends ClassLoader {
  private final Set<String> own;
  private final String className;
  private final byte[] code;

  /**
   * A loader.
   *
   * @param parent finds the class files of the strategy
   * @param own the names of the strategy's classes
   * @param className the class with the edit
   * @param code that class
   */
  MutantClasses(ClassLoader parent, Set<String> own, String className, byte[] code) {
    super(parent);
    this.own = own;
    this.className = className;
    this.code = code;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!own.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream stream = getResourceAsStream(file(name))) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = stream.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    return name.equals(file(className))
        ? new ByteArrayInputStream(code)
        : super.getResourceAsStream(name);
  }

  static String file(String className) {
    return className.replace('.', '/') + ".class";
  }
}
