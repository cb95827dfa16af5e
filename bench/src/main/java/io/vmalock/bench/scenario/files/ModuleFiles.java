package io.vmalock.bench.scenario.files;

import io.vmalock.VmaLockStrategy;
import io.vmalock.files.Access;
import io.vmalock.files.FileHold;
import io.vmalock.files.MappedFile;
import io.vmalock.files.MappedFiles;
import io.vmalock.space.Commit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** This project's module, with a strategy, and the best backing of this machine. */
final class ModuleFiles implements StoredFiles {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final Shape shape;
  private final MappedFiles files;

  ModuleFiles(Shape shape, VmaLockStrategy strategy) {
    this.shape = shape;
    MappedFiles.Builder builder =
        MappedFiles.builder().checked(false).space(space -> space.strategy(strategy));
    files = shape.poison() ? builder.beforeUnmap(ModuleFiles::poison).build() : builder.build();
  }

  private static void poison(MappedFile file) {
    Stamps.poison(file.slice(0, (int) file.size()));
  }

  @Override
  public Reader reader() {
    FileHold hold = files.hold();
    return (position, to, length) -> {
      if (hold.get(position, to, 0, length) < length) {
        throw new IllegalStateException("no file has position " + position);
      }
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    try (MappedFile file = files.open(path, Access.READ_WRITE)) {
      files.replace(start, start + shape.bytes(), file);
    }
  }

  @Override
  public long remove(int number) throws InterruptedException {
    long start = shape.start(number);
    Commit removed = files.space().write(section -> section.unmap(start, start + shape.bytes()));
    long goesOn = System.nanoTime();
    removed.await();
    return goesOn;
  }

  @Override
  public int mappings() {
    return files.mappings();
  }

  @Override
  public void close() {
    try {
      files.close(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
