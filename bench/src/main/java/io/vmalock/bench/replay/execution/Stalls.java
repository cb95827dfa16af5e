package io.vmalock.bench.replay.execution;

import java.util.Arrays;

/** The intervals in which one replay thread waited for order, each as a begin and an end. */
public final class Stalls {
  private long[] times = new long[64];
  private int size;

  public void add(long begin, long end) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
    }
    times[size++] = begin;
    times[size++] = end;
  }

  /** Begins and ends, in turn. */
  public long[] times() {
    return Arrays.copyOf(times, size);
  }
}
