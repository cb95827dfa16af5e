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
   * @return when it began to leave
   */
  long stay(int file, CountDownLatch inside, long nanos);

  /** Puts another file in the place of one, which is released when nobody is inside any more. */
  void replace(int file, MappedFile next);

  /** Releases all files, which nobody is inside of. */
  void close();
}
