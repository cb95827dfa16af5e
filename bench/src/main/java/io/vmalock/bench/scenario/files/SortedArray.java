package io.vmalock.bench.scenario.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sorted array that each change copies, and a binary search in it. */
final class SortedArray<T> implements FileTable<T> {
  /** The files, by their first positions. */
  private record Sorted<T>(long[] starts, List<T> files) {
    /** The index of the last file that begins there or before; -1 if none does. */
    int floor(long position) {
      int found = Arrays.binarySearch(starts, position);
      return found >= 0 ? found : -found - 2;
    }
  }

  // Volatile: a reader that sees an array sees its entries, which do not change afterwards.
  private volatile Sorted<T> now = new Sorted<>(new long[0], List.of());

  @Override
  public T at(long position) {
    Sorted<T> sorted = now;
    int i = sorted.floor(position);
    if (i < 0) {
      throw new IllegalStateException("no file has position " + position);
    }
    return sorted.files.get(i);
  }

  @Override
  public @Nullable T put(long start, T file) {
    Sorted<T> before = now;
    int floor = before.floor(start);
    boolean there = floor >= 0 && before.starts[floor] == start;
    long[] starts = before.starts;
    ArrayList<T> files = new ArrayList<>(before.files);
    T old = there ? files.set(floor, file) : null;
    if (!there) {
      starts = new long[starts.length + 1];
      System.arraycopy(before.starts, 0, starts, 0, floor + 1);
      starts[floor + 1] = start;
      System.arraycopy(
          before.starts, floor + 1, starts, floor + 2, before.starts.length - floor - 1);
      files.add(floor + 1, file);
    }
    files.trimToSize();
    now = new Sorted<>(starts, files);
    return old;
  }

  @Override
  public T remove(long start) {
    Sorted<T> before = now;
    int floor = before.floor(start);
    if (floor < 0 || before.starts[floor] != start) {
      throw new IllegalStateException("no file begins at " + start);
    }
    long[] starts = new long[before.starts.length - 1];
    System.arraycopy(before.starts, 0, starts, 0, floor);
    System.arraycopy(before.starts, floor + 1, starts, floor, starts.length - floor);
    List<T> files = new ArrayList<>(before.files);
    T removed = files.remove(floor);
    now = new Sorted<>(starts, files);
    return removed;
  }

  @Override
  public Iterable<T> all() {
    return now.files;
  }
}
