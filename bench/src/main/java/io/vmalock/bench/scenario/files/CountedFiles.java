package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reference count for each file: the thread that takes it to 0 unmaps the file. As in RocketMQ's
 * {@code ReferenceResource} (hold, release, shutdown), Pinot's {@code SegmentDataManager}
 * (increaseReferenceCount, decreaseReferenceCount) and Druid's {@code ReferenceCountingSegment}.
 */
final class CountedFiles implements StoredFiles {
  /** A file with 1 for being in the table, and 1 for each reader. */
  private static final class Counted {
    final BufferFile file;
    final long start;
    private final AtomicInteger count = new AtomicInteger(1);

    Counted(BufferFile file, long start) {
      this.file = file;
      this.start = start;
    }

    /** Comes in, unless the count was 0 already. */
    boolean retain() {
      int now;
      do {
        now = count.get();
        if (now == 0) {
          return false;
        }
      } while (!count.compareAndSet(now, now + 1));
      return true;
    }

    void release(boolean poison) {
      if (count.decrementAndGet() == 0) {
        file.unmap(poison);
      }
    }
  }

  private final Shape shape;
  private final FileTable<Counted> table;

  private CountedFiles(Shape shape, FileTable<Counted> table) {
    this.shape = shape;
    this.table = table;
  }

  static CountedFiles inSortedArray(Shape shape) {
    return new CountedFiles(shape, new SortedArray<>());
  }

  static CountedFiles byDivision(Shape shape) {
    return new CountedFiles(shape, new DividedArray<>(shape));
  }

  static CountedFiles inSkipList(Shape shape) {
    return new CountedFiles(shape, new SkipList<>());
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      Counted held;
      do {
        held = table.at(position); // if it is gone by now, another one is there
      } while (!held.retain());
      try {
        held.file.read(position - held.start, to, length);
      } finally {
        held.release(shape.poison());
      }
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    Counted old = table.put(start, new Counted(BufferFile.map(path), start));
    if (old != null) {
      old.release(shape.poison());
    }
  }

  @Override
  public long remove(int number) {
    table.remove(shape.start(number)).release(shape.poison());
    return System.nanoTime();
  }

  @Override
  public void close() {
    table.all().forEach(one -> one.release(false));
  }
}
