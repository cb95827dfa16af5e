package io.vmalock.bench.replay.execution;

import java.util.Arrays;
import java.util.List;

/**
 * The working times of all threads of a replay.
 *
 * @param idleNanos the time in which no thread worked
 * @param workNanos the sum of the working times of all threads
 */
public record Timeline(long idleNanos, long workNanos) {
  /**
   * Computes it for the time from {@code began} to {@code ended}.
   *
   * @param waits by thread, the begins and ends of its waits in turn
   */
  public static Timeline of(long began, long ended, List<long[]> waits) {
    int count = waits.stream().mapToInt(times -> times.length / 2).sum();
    long[] begins = new long[count];
    long[] ends = new long[count];
    int next = 0;
    long work = 0;
    for (long[] times : waits) {
      work += ended - began;
      for (int i = 0; i < times.length; i += 2) {
        begins[next] = Math.min(Math.max(times[i] - began, 0), ended - began);
        ends[next] =
            times[i + 1] == Long.MAX_VALUE
                ? ended - began
                : Math.min(Math.max(times[i + 1] - began, 0), ended - began);
        work -= ends[next] - begins[next];
        next++;
      }
    }
    Arrays.sort(begins);
    Arrays.sort(ends);
    return new Timeline(idle(begins, ends, waits.size()), work);
  }

  /** Returns the time in which all threads waited at once. */
  private static long idle(long[] begins, long[] ends, int threads) {
    long idle = 0;
    int waiting = 0;
    int begun = 0;
    long last = 0;
    for (long end : ends) {
      while (begun < begins.length && begins[begun] <= end) {
        if (waiting == threads) {
          idle += begins[begun] - last;
        }
        last = begins[begun++];
        waiting++;
      }
      if (waiting == threads) {
        idle += end - last;
      }
      last = end;
      waiting--;
    }
    return idle;
  }
}
