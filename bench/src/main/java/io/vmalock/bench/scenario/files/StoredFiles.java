package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of one length in a flat space, read by position and replaced under their readers, in one of
 * the ways to do that. The n-th file begins at n times their length.
 *
 * <p>What unmaps a file that readers may still be inside of {@linkplain Stamps#poison poisons} it
 * first, if the {@link Shape} says so.
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
   * Maps a file in the place of the one with its number, if there is one, which is unmapped when
   * nobody is inside any more. For one thread.
   */
  void map(int number, Path path) throws IOException;

  /**
   * Takes a file out, and returns when it is unmapped; nobody reads meanwhile. For one thread.
   *
   * @return {@link System#nanoTime} when its thread could have gone on
   * @throws UnsupportedOperationException if that is not to be had in this way
   */
  long remove(int number) throws InterruptedException;

  /** How many files are mapped by its own count; negative if it has none. */
  default int mappings() {
    return -1;
  }

  /** Unmaps all, or leaves it to the collector; nobody reads any more. */
  void close();
}
