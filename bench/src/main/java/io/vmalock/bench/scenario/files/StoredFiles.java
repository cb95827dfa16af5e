package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of one length in a flat space, read by position and replaced under their readers, in one of
 * the ways to do so. The n-th file begins at n times their length.
 *
 * <p>Code that unmaps a file with possible readers {@linkplain Stamps#poison poisons} it first, if
 * the {@link Shape} says so.
 */
interface StoredFiles {
  /** Reads by position; for one thread. */
  interface Reader {
    /** Copies bytes that lie in one file. */
    void read(long position, byte[] to, int length);
  }

  /** A reader for one thread. */
  Reader reader();

  /**
   * Maps a file over the one with its number, if there is one, which is unmapped when no reader is
   * inside any more. For one thread.
   */
  void map(int number, Path path) throws IOException;

  /**
   * Takes a file out, and returns when it is unmapped; no thread reads meanwhile. For one thread.
   *
   * @return {@link System#nanoTime} when its thread could have gone on
   * @throws UnsupportedOperationException if this way cannot do that
   */
  long remove(int number) throws InterruptedException;

  /** The number of mapped files by its own count; negative if it has none. */
  default int mappings() {
    return -1;
  }

  /** Unmaps all files, or leaves them to the collector; no thread reads any more. */
  void close();
}
