package io.vmalock.bench.conform;

import io.vmalock.bench.terminal.Progress;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Cause;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.matrix.Failure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows the current strategy and check, and the time left; and each finding of a new mistake when
 * it is made.
 */
public final class ConformProgress implements Conformance.Observer, AutoCloseable {
  private static final long MILLIS = 500;

  private final Progress progress;
  private final PrintWriter console;
  private final Options options;
  private final int strategies;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String step = "";
  private String strategy = "";
  private int done = -1;
  private Now now = new Now("", 0, 0, 1, System.nanoTime());

  /** The current work; times in seconds. */
  private record Now(String check, double before, double expected, double all, long began) {}

  /** Shows progress by {@code progress}, and findings on {@code console}. */
  public ConformProgress(Progress progress, PrintWriter console, Options options, int strategies) {
    this.progress = progress;
    this.console = console;
    this.options = options;
    this.strategies = strategies;
    ticker.scheduleWithFixedDelay(this::show, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A strategy begins. */
  public synchronized void begins(String name) {
    strategy = name;
    step = "judging " + name;
    done++;
  }

  @Override
  public synchronized void begins(Check check, List<Check> before, List<Check> after) {
    double past = seconds(before);
    double expected = seconds(List.of(check));
    now =
        new Now(
            check.layer().label() + " \"" + check.name() + "\"",
            past,
            expected,
            past + expected + seconds(after),
            System.nanoTime());
    show();
  }

  @Override
  public synchronized void ends(Result result, boolean isNew) {
    if (!isNew) {
      return;
    }
    progress.clear();
    console.println(
        TextMatrix.finding(strategy, Failure.of(new Cause(result, List.of()), options.seed())));
    console.flush();
  }

  private double seconds(List<Check> checks) {
    return checks.stream().map(each -> each.expected(options)).mapToLong(Duration::toMillis).sum()
        / 1e3;
  }

  private synchronized void show() {
    if (now.check.isEmpty()) {
      return;
    }
    double spent = Math.min(now.expected, (System.nanoTime() - now.began) / 1e9);
    progress.show(step, now.check, (done + (now.before + spent) / now.all) / strategies);
  }

  /** Removes the progress line. */
  @Override
  public void close() {
    ticker.shutdownNow();
    synchronized (this) {
      progress.close();
    }
  }
}
