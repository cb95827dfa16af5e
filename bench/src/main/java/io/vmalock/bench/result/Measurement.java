package io.vmalock.bench.result;

import com.google.gson.JsonObject;
import io.vmalock.bench.stats.Bootstrap;
import io.vmalock.bench.stats.ForkTime;
import io.vmalock.bench.stats.Interval;
import io.vmalock.bench.stats.Ratio;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one cell: one column in one scenario at one thread count.
 *
 * @param scenario the scenario's name
 * @param family the name of its family
 * @param meaning the action of one operation
 * @param threads the number of threads that JMH ran
 * @param column the strategy's or control's name
 * @param control whether it is a control
 * @param busyMatters whether iterations count only where all threads ran
 * @param benchmark the JMH benchmark
 * @param mode JMH's short name of the mode
 * @param params its parameters
 * @param warm whether each fork warmed up for as long as the scenario needs
 * @param forks the measurements of its forks
 * @param failure the reason why it ended early, or null
 * @param jmh JMH's entry of its timed forks; null if it failed or there are none
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
    boolean warm,
    List<ForkRun> forks,
    @Nullable String failure,
    @Nullable JsonObject jmh) {
  private static final int LEAST_FOR_TREND = 6;

  /** A fork that gets faster by this factor during the measurement was not warm. */
  private static final double WARMING = 1.1;

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

  /** Nanoseconds for an operation: the median of the forks, with its 95 % interval. */
  public Interval figure() {
    double[] times = Arrays.stream(times(rounds())).filter(Double::isFinite).toArray();
    Interval log = Bootstrap.median(Arrays.stream(times).map(Math::log).toArray());
    return new Interval(ForkTime.median(times), Math.exp(log.low()), Math.exp(log.high()));
  }

  /**
   * Whether forks were still getting faster while they were measured: the last third of their
   * iterations is significantly faster than the first, and by more than an insignificant amount.
   */
  public boolean stillWarming() {
    double[] logs =
        timed().stream()
            .map(ForkRun::times)
            .filter(times -> times.length >= LEAST_FOR_TREND)
            .mapToDouble(Measurement::trend)
            .filter(Double::isFinite)
            .toArray();
    return logs.length >= Ratio.LEAST_PAIRS && Bootstrap.median(logs).low() > Math.log(WARMING);
  }

  private static double trend(double[] times) {
    int third = times.length / 3;
    double first = ForkTime.median(Arrays.copyOf(times, third));
    double last = ForkTime.median(Arrays.copyOfRange(times, times.length - third, times.length));
    return Math.log(first / last);
  }

  /** Whether it can be compared and ranked. */
  public boolean settled() {
    return warm && !stillWarming();
  }

  /** The number of rounds. */
  public int rounds() {
    return forks.stream().mapToInt(fork -> fork.round() + 1).max().orElse(0);
  }

  /** The share of iterations that do not count. */
  public double discarded() {
    int all = timed().stream().mapToInt(fork -> fork.times().length).sum();
    int gone = timed().stream().mapToInt(fork -> fork.discarded(busyMatters, threads)).sum();
    return all == 0 ? 0 : (double) gone / all;
  }

  /** The forks whose times count. */
  public List<ForkRun> timed() {
    return forks.stream().filter(ForkRun::timed).toList();
  }

  /** The identity of the row: the scenario and the thread count. */
  public String row() {
    return scenario + "/" + threads;
  }
}
