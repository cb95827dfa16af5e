package io.vmalock.bench.mutate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The text of source lines, if the sources are at hand. */
final class SourceLines {
  /** The source folder of a module. */
  private static final List<String> FOLDERS = List.of("src/main/java", "src/test/java", "src");

  private final List<Path> roots;
  private final Map<String, List<String>> files = new HashMap<>();

  /**
   * Looks for sources.
   *
   * @param given roots of sources
   * @param directory a module, or one of several beside each other
   */
  SourceLines(List<Path> given, Path directory) {
    List<Path> all = new ArrayList<>(given);
    List<Path> modules = new ArrayList<>(List.of(directory));
    try (Stream<Path> below = Files.list(directory)) {
      modules.addAll(below.filter(Files::isDirectory).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    for (Path module : modules) {
      FOLDERS.forEach(folder -> all.add(module.resolve(folder)));
    }
    this.roots = all.stream().filter(Files::isDirectory).toList();
  }

  /** The text of a line without its indentation; empty if the source is not at hand. */
  String text(String source, int line) {
    List<String> lines = files.computeIfAbsent(source, this::read);
    return line < 1 || line > lines.size() ? "" : lines.get(line - 1).strip();
  }

  private List<String> read(String source) {
    for (Path root : roots) {
      Path file = root.resolve(source);
      if (Files.isRegularFile(file)) {
        try {
          return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
          return List.of();
        }
      }
    }
    return List.of();
  }
}
