package io.vmalock.bench.result;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one cell: one column in one scenario at one thread count.
 *
 * @param scenario the scenario's name
 * @param family the name of its family
 * @param meaning what one operation does
 * @param threads how many threads JMH ran
 * @param column the strategy's or control's name
 * @param control whether it is a control
 * @param busyMatters whether iterations count only where all threads ran
 * @param benchmark the JMH benchmark
 * @param mode JMH's short name of the mode
 * @param params its parameters
 * @param forks what was measured
 * @param failure why there is nothing, or null
 */
public record Measurement(
    String scenario,
    String family,
    String meaning,
    int threads,
    String column,
    boolean control,
    boolean busyMatters,
    String benchmark,
    String mode,
    Map<String, String> params,
    List<ForkRun> forks,
    @Nullable String failure) {
  /** The time of each round's fork, NaN where there is none. */
  public double[] times(int rounds) {
    double[] times = new double[rounds];
    Arrays.fill(times, Double.NaN);
    for (ForkRun fork : forks) {
      if (fork.timed() && fork.round() < rounds) {
        times[fork.round()] = fork.time(busyMatters, threads);
      }
    }
    return times;
  }

  /** How many rounds there are. */
  public int rounds() {
    return forks.stream().mapToInt(fork -> fork.round() + 1).max().orElse(0);
  }

  /** The share of iterations that do not count. */
  public double discarded() {
    int all = timed().stream().mapToInt(fork -> fork.times().length).sum();
    int gone = timed().stream().mapToInt(fork -> fork.discarded(busyMatters, threads)).sum();
    return all == 0 ? 0 : (double) gone / all;
  }

  /** The forks whose times are to be used. */
  public List<ForkRun> timed() {
    return forks.stream().filter(ForkRun::timed).toList();
  }

  /** What identifies the row: the scenario and the thread count. */
  public String row() {
    return scenario + "/" + threads;
  }
}
