package io.vmalock.bench.result;

import io.vmalock.bench.stats.ForkTime;
import java.util.Map;

/**
 * The measurements of one fork.
 *
 * @param round its round; the forks of one round were run one after the other. {@link #COUNTING}
 *     for a fork that counted, whose times do not count
 * @param times nanoseconds for an operation of one thread, for each iteration
 * @param busy for each iteration, the share of it for which the least busy thread had a processor
 * @param counters the counts, for each operation
 * @param latencies the latencies, by name
 */
public record ForkRun(
    int round,
    double[] times,
    double[] busy,
    Map<String, Double> counters,
    Map<String, Latency> latencies) {
  /** The round of a fork that was run to count. */
  public static final int COUNTING = -1;

  /** Whether its times count. */
  public boolean timed() {
    return round != COUNTING;
  }

  /** The fork's time for an operation; NaN if its threads did not run. */
  public double time(boolean busyMatters, int threads) {
    double[] kept = busyMatters && threads > 1 ? ForkTime.kept(times, busy) : times;
    return ForkTime.time(kept, times.length, threads);
  }

  /** The number of iterations that do not count. */
  public int discarded(boolean busyMatters, int threads) {
    return busyMatters && threads > 1 ? times.length - ForkTime.kept(times, busy).length : 0;
  }
}
