package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.StampedLock;

/**
 * A {@link StampedLock} for each file, found in a sorted array: the alternative to a read-write
 * lock that its Javadoc offers. Reads take its read lock: an optimistic one would touch memory that
 * may be unmapped.
 */
final class StampLockedFiles implements StoredFiles {
  /** A file and its lock. */
  private static final class Locked {
    final BufferFile file;
    final long start;
    final StampedLock lock = new StampedLock();
    private boolean gone; // guarded by the lock

    Locked(BufferFile file, long start) {
      this.file = file;
      this.start = start;
    }

    void unmap(boolean poison) {
      long stamp = lock.writeLock();
      try {
        gone = true;
        file.unmap(poison);
      } finally {
        lock.unlockWrite(stamp);
      }
    }

    /** Whether it was there. */
    boolean read(long position, byte[] to, int length) {
      long stamp = lock.readLock();
      try {
        if (!gone) {
          file.read(position - start, to, length);
        }
        return !gone;
      } finally {
        lock.unlockRead(stamp);
      }
    }
  }

  private final Shape shape;
  private final FileTable<Locked> table = new SortedArray<>();

  StampLockedFiles(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      Locked found;
      do {
        found = table.at(position); // if it is gone by now, another one is there
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
