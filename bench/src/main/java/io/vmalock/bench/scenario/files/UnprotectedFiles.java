package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A sorted array, without protection of the mappings: the least cost of reading. It takes part only
 * where no file is replaced or taken out under a reader, because that would crash the JVM.
 */
final class UnprotectedFiles implements StoredFiles {
  /** A file and its first position. */
  private record Placed(BufferFile file, long start) {}

  private final Shape shape;
  private final FileTable<Placed> table = new SortedArray<>();

  UnprotectedFiles(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      Placed found = table.at(position);
      found.file.read(position - found.start, to, length);
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    Placed old = table.put(start, new Placed(BufferFile.map(path), start));
    if (old != null) {
      old.file.unmap(shape.poison());
    }
  }

  @Override
  public long remove(int number) {
    table.remove(shape.start(number)).file.unmap(shape.poison());
    return System.nanoTime();
  }

  @Override
  public void close() {
    table.all().forEach(one -> one.file.unmap(false));
  }
}
