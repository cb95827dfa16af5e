package io.vmalock.bench.scenario.files;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The JDK's skip list, as in Kafka's {@code LogSegments}, which asks it for the floor entry. */
final class SkipList<T> implements FileTable<T> {
  private final ConcurrentSkipListMap<Long, T> files = new ConcurrentSkipListMap<>();

  @Override
  public T at(long position) {
    Map.Entry<Long, T> found = files.floorEntry(position);
    if (found == null) {
      throw new IllegalStateException("no file has position " + position);
    }
    return found.getValue();
  }

  @Override
  public @Nullable T put(long start, T file) {
    return files.put(start, file);
  }

  @Override
  public T remove(long start) {
    T removed = files.remove(start);
    if (removed == null) {
      throw new IllegalStateException("no file begins at " + start);
    }
    return removed;
  }

  @Override
  public Iterable<T> all() {
    return files.values();
  }
}
