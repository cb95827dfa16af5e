package io.vmalock.selection;

import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;

/** The location of a class in words for people: a path, or a module. */
final class Locations {
  private Locations() {}

  /** {@code /lib/x.jar}, or {@code module x in /lib/x.jar}. */
  static String of(Class<?> type) {
    if (type.getModule().isNamed()) {
      return of(type.getModule());
    }
    CodeSource code = type.getProtectionDomain().getCodeSource();
    URL location = code == null ? null : code.getLocation();
    return location == null
        ? "a class loader that names no jar: " + type.getClassLoader()
        : path(location.toString());
  }

  /** {@code module x in /lib/x.jar}. */
  static String of(Module module) {
    String name = "module " + module.getName();
    ModuleLayer layer = module.getLayer();
    if (layer == null) {
      return name;
    }
    return layer
        .configuration()
        .findModule(module.getName())
        .map(ResolvedModule::reference)
        .flatMap(reference -> reference.location())
        .map(location -> name + " in " + path(location.toString()))
        .orElse(name);
  }

  /** The jar or directory that a services file is in. */
  static String ofServicesFile(URL file) {
    String location = file.toString();
    if (location.endsWith(ProviderSource.FILE)) {
      location = location.substring(0, location.length() - ProviderSource.FILE.length());
    }
    if (location.startsWith("jar:") && location.endsWith("!/")) {
      location = location.substring("jar:".length(), location.length() - "!/".length());
    }
    return path(location);
  }

  private static String path(String url) {
    if (!url.startsWith("file:")) {
      return url;
    }
    try {
      return Path.of(URI.create(url)).toString();
    } catch (RuntimeException e) {
      return url; // not a well-formed URI, as some class loaders make them: good enough to read
    }
  }
}
