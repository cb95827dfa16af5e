package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A {@link ReentrantReadWriteLock} for each file, found in a skip list: as in Kafka's {@code
 * LogSegments} and the {@code remapLock} of its {@code AbstractIndex}, which look-ups take for
 * reading and unmapping for writing.
 */
final class RwLockedFiles implements StoredFiles {
  /** A file and its lock. */
  private static final class Locked {
    final BufferFile file;
    final long start;
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean gone; // guarded by the lock

    Locked(BufferFile file, long start) {
      this.file = file;
      this.start = start;
    }

    void unmap(boolean poison) {
      lock.writeLock().lock();
      try {
        gone = true;
        file.unmap(poison);
      } finally {
        lock.writeLock().unlock();
      }
    }

    /** Whether it was there. */
    boolean read(long position, byte[] to, int length) {
      lock.readLock().lock();
      try {
        if (!gone) {
          file.read(position - start, to, length);
        }
        return !gone;
      } finally {
        lock.readLock().unlock();
      }
    }
  }

  private final Shape shape;
  private final FileTable<Locked> table = new SkipList<>();

  RwLockedFiles(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      Locked found;
      do {
        found = table.at(position); // if this file is gone by now, another one is there
      } while (!found.read(position, to, length));
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    Locked old = table.put(start, new Locked(BufferFile.map(path), start));
    if (old != null) {
      old.unmap(shape.poison());
    }
  }

  @Override
  public long remove(int number) {
    table.remove(shape.start(number)).unmap(shape.poison());
    return System.nanoTime();
  }

  @Override
  public void close() {
    table.all().forEach(one -> one.unmap(false));
  }
}
