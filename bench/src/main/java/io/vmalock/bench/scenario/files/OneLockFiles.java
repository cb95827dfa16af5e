package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ReentrantReadWriteLock} over a tree of all files: as in the Javadoc of that class
 * ({@code RWDictionary}).
 */
final class OneLockFiles implements StoredFiles {
  private final Shape shape;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final TreeMap<Long, BufferFile> files = new TreeMap<>(); // guarded by the lock

  OneLockFiles(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      lock.readLock().lock();
      try {
        Map.Entry<Long, BufferFile> found = files.floorEntry(position);
        if (found == null) {
          throw new IllegalStateException("no file has position " + position);
        }
        found.getValue().read(position - found.getKey(), to, length);
      } finally {
        lock.readLock().unlock();
      }
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    BufferFile file = BufferFile.map(path);
    BufferFile old;
    lock.writeLock().lock();
    try {
      old = files.put(shape.start(number), file);
    } finally {
      lock.writeLock().unlock();
    }
    unmap(old); // a reader that comes now finds the new file
  }

  @Override
  public long remove(int number) {
    BufferFile old;
    lock.writeLock().lock();
    try {
      old = files.remove(shape.start(number));
    } finally {
      lock.writeLock().unlock();
    }
    unmap(old);
    return System.nanoTime();
  }

  private void unmap(@Nullable BufferFile old) {
    if (old != null) {
      old.unmap(shape.poison());
    }
  }

  @Override
  public void close() {
    files.values().forEach(one -> one.unmap(false));
  }
}
