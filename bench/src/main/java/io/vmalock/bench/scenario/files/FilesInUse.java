package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files of a row in a folder of their own, mapped in this JVM's way. A file that is replaced is
 * deleted at once, as Linux allows; its memory stays until it is unmapped. For one thread.
 */
final class FilesInUse {
  private final Shape shape;
  private final Stamps stamps;
  private final StoredFiles mapped;
  private final Path folder;
  private final Path[] paths;
  private long generation;

  FilesInUse(Shape shape, StoredFiles mapped) {
    this.shape = shape;
    this.stamps = new Stamps(shape);
    this.mapped = mapped;
    this.paths = new Path[shape.files()];
    try {
      folder = Files.createTempDirectory("vmalock-files-");
      for (int number = 0; number < shape.files(); number++) {
        paths[number] = next(number);
        mapped.map(number, paths[number]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Shape shape() {
    return shape;
  }

  Stamps stamps() {
    return stamps;
  }

  StoredFiles mapped() {
    return mapped;
  }

  Path folder() {
    return folder;
  }

  /** The path of a number's file. */
  Path path(int number) {
    return paths[number];
  }

  /** Writes a new file. */
  private Path next(int number) throws IOException {
    generation++;
    Path path = folder.resolve(number + "-" + generation);
    stamps.write(path, number, generation);
    return path;
  }

  /**
   * Replaces a file by a new one.
   *
   * @return the nanoseconds that the writer was busy or waited, once the new file was written
   */
  long replace(int number) {
    try {
      Path path = next(number);
      long began = System.nanoTime();
      mapped.map(number, path);
      long took = System.nanoTime() - began;
      Files.delete(paths[number]);
      paths[number] = path;
      return took;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmaps and deletes all. */
  void close() {
    mapped.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
