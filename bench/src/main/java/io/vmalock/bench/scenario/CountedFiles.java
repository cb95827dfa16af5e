package io.vmalock.bench.scenario;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A control: a reference count for each file, as programs write it by hand. Files of one length are
 * found by their number. The thread that takes the count to 0 releases the file.
 */
final class CountedFiles implements FileStore {
  /** A file with 1 for being in the store, and 1 for each reader. */
  private static final class Counted {
    final MappedFile file;
    final AtomicInteger count = new AtomicInteger(1);

    Counted(MappedFile file) {
      this.file = file;
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

    void release() {
      if (count.decrementAndGet() == 0) {
        file.release();
      }
    }
  }

  private volatile Counted[] files;

  CountedFiles(int size) {
    Counted[] all = new Counted[size];
    for (int i = 0; i < size; i++) {
      all[i] = new Counted(MappedFile.create());
    }
    files = all;
  }

  private Counted retain(int file) {
    while (true) {
      Counted found = files[file];
      if (found.retain()) {
        return found;
      }
    }
  }

  @Override
  public long read(int file) {
    Counted held = retain(file);
    try {
      return held.file.read(0);
    } finally {
      held.release();
    }
  }

  @Override
  public long stay(int file, CountDownLatch inside, long nanos) {
    Counted held = retain(file);
    try {
      inside.countDown();
      return held.file.readSlowly(nanos);
    } finally {
      held.release();
    }
  }

  @Override
  public void replace(int file, MappedFile next) {
    Counted old;
    synchronized (this) {
      Counted[] changed = files.clone();
      old = changed[file];
      changed[file] = new Counted(next);
      files = changed;
    }
    old.release();
  }

  @Override
  public void close() {
    for (Counted one : files) {
      one.release();
    }
  }
}
