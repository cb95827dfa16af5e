package io.vmalock.bench.jars;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The jars of the build, and jars made on the spot as their users would make them. */
final class Jars {
  /** The directory that holds the build's output. */
  private static final Path TARGET =
      Path.of(System.getProperty("vmalock.target", "target")).toAbsolutePath();

  private Jars() {}

  /** The run-time class path that the build wrote down. */
  private static List<Path> classPath() {
    try {
      return Stream.of(Files.readString(TARGET.resolve("vmalock.classpath")).strip().split(":"))
          .map(TARGET::resolve)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> ofThisProject() {
    return classPath().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("vmalock-"))
        .toList();
  }

  /** The files that the script runs: the command's own jar, and its class path. */
  static List<Path> ofTheCommand() throws IOException {
    try (Stream<Path> built = Files.list(TARGET)) {
      List<Path> jars =
          new ArrayList<>(
              built
                  .filter(jar -> isNamed(jar, "bench"))
                  .filter(jar -> !jar.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                  .toList());
      jars.addAll(classPath());
      return jars;
    }
  }

  static Path api() {
    return ofThisProject().stream().filter(jar -> isNamed(jar, "api")).findFirst().orElseThrow();
  }

  /** Those of the strategies. */
  static List<Path> strategies() {
    return ofThisProject().stream().filter(Jars::providesAStrategy).toList();
  }

  private static boolean providesAStrategy(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry("META-INF/services/io.vmalock.VmaLockStrategy") != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The library with all its strategies. */
  static List<Path> library() {
    List<Path> jars = new ArrayList<>(List.of(api()));
    jars.addAll(strategies());
    return jars;
  }

  static boolean isNamed(Path jar, String name) {
    return jar.getFileName().toString().matches("vmalock-" + name + "-[0-9].*\\.jar");
  }

  /**
   * Compiles sources against the library's api alone, and packs the classes.
   *
   * @param sources file names and texts; with a module-info it is compiled on the module path
   * @param resources further entries of the jar and their texts
   */
  static Path make(Path jar, Map<String, String> sources, Map<String, String> resources)
      throws IOException {
    Path work = Files.createTempDirectory(jar.getParent(), "compile");
    Path classes = Files.createDirectory(work.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-Werror", "-Xlint:all"));
    arguments.add(sources.containsKey("module-info.java") ? "-p" : "-cp");
    arguments.addAll(List.of(api().toString(), "-d", classes.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      arguments.add(Files.writeString(work.resolve(source.getKey()), source.getValue()).toString());
    }
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = arguments.subList(0, arguments.size() - sources.size());
      List<String> names = arguments.subList(options.size(), arguments.size());
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjectsFromStrings(names))
          .call()) {
        throw new AssertionError(said);
      }
    }
    pack(jar, classes, resources);
    return jar;
  }

  private static void pack(Path jar, Path classes, Map<String, String> resources)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        out.putNextEntry(new JarEntry(resource.getKey()));
        out.write(resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** A source file kept beside this class. */
  static String source(String name) throws IOException {
    try (var in = Jars.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
