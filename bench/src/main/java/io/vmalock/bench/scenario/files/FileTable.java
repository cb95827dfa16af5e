package io.vmalock.bench.scenario.files;

import org.jspecify.annotations.Nullable;

/**
 * A table that finds a file by a position in it, while one thread changes the table.
 *
 * @param <T> the type of its entries
 */
interface FileTable<T> {
  /**
   * The file that has a position.
   *
   * @throws IllegalStateException if no file has
   */
  T at(long position);

  /** Puts an entry at the first position of a file, and returns the old entry. */
  @Nullable T put(long start, T file);

  /**
   * Removes an entry.
   *
   * @throws IllegalStateException if there is none
   */
  T remove(long start);

  /** All files. */
  Iterable<T> all();
}
