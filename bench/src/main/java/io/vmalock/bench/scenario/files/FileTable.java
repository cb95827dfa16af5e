package io.vmalock.bench.scenario.files;

import org.jspecify.annotations.Nullable;

/**
 * What finds a file by a position in it, while one thread changes it.
 *
 * @param <T> what stands for a file
 */
interface FileTable<T> {
  /**
   * The file that has a position.
   *
   * @throws IllegalStateException if none has
   */
  T at(long position);

  /** Puts one where a file begins, and returns what was there. */
  @Nullable T put(long start, T file);

  /**
   * Takes one out.
   *
   * @throws IllegalStateException if there is none
   */
  T remove(long start);

  /** All files. */
  Iterable<T> all();
}
