package io.vmalock.bench.scenario;

import java.util.concurrent.CountDownLatch;

/** Files in memory, each of which can be read, and replaced under its readers. */
interface FileStore {
  /** Reads 64 bytes of a file; for one thread. */
  long read(int file);

  /**
   * Stays inside a file.
   *
   * @param inside counted down once inside
   * @return the time at which it began to leave
   */
  long stay(int file, CountDownLatch inside, long nanos);

  /** Replaces a file, which is released when no reader is inside any more. */
  void replace(int file, MappedFile next);

  /** Releases all files, which have no readers. */
  void close();
}
