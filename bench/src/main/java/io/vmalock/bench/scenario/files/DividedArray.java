package io.vmalock.bench.scenario.files;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An array that each change copies, in which files of one length are found by division, as in
 * RocketMQ's {@code MappedFileQueue.findMappedFileByOffset}.
 */
final class DividedArray<T> implements FileTable<T> {
  private final long bytes;

  // Volatile: a reader that sees an array sees its entries, which do not change afterwards.
  private volatile @Nullable Object[] now;

  DividedArray(Shape shape) {
    bytes = shape.bytes();
    now = new @Nullable Object[shape.files()];
  }

  @Override
  @SuppressWarnings("unchecked") // only put() puts something in
  public T at(long position) {
    T found = (T) now[(int) (position / bytes)];
    if (found == null) {
      throw new IllegalStateException("no file has position " + position);
    }
    return found;
  }

  @Override
  public @Nullable T put(long start, T file) {
    return exchange(start, file);
  }

  @Override
  public T remove(long start) {
    T removed = exchange(start, null);
    if (removed == null) {
      throw new IllegalStateException("no file begins at " + start);
    }
    return removed;
  }

  @SuppressWarnings("unchecked") // as above
  private @Nullable T exchange(long start, @Nullable T file) {
    int i = (int) (start / bytes);
    @Nullable Object[] changed = now.clone();
    T old = (T) changed[i];
    changed[i] = file;
    now = changed;
    return old;
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public Iterable<T> all() {
    return (List<T>) Arrays.stream(now).filter(Objects::nonNull).toList();
  }
}
