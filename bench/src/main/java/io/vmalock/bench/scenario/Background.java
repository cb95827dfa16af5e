package io.vmalock.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that JMH does not time, beside the timed ones. */
public final class Background {
  private static final long LONGEST_END_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /** None yet. */
  public Background() {}

  /** Repeats a step until stopped. */
  public void repeat(String name, Runnable step) {
    start(
        name,
        () -> {
          while (!stopped) {
            step.run();
          }
        });
  }

  /** Repeats a step at set times; missed times are left out. */
  public void every(String name, long nanos, Runnable step) {
    start(
        name,
        () -> {
          long due = System.nanoTime();
          while (!stopped) {
            step.run();
            due = Math.max(due + nanos, System.nanoTime());
            while (!stopped && due - System.nanoTime() > 0) {
              LockSupport.parkNanos(due - System.nanoTime());
            }
          }
        });
  }

  /**
   * Throws if a thread has failed, for a caller that would wait for it in vain.
   *
   * @throws IllegalStateException if one has failed
   */
  public void check() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException("a thread beside the timed ones failed: " + cause, cause);
    }
  }

  /**
   * Ends all threads.
   *
   * @throws IllegalStateException if one of them failed
   */
  public void stop() {
    stopped = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(LONGEST_END_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (thread.isAlive()) {
        throw new IllegalStateException("thread " + thread.getName() + " does not end");
      }
    }
    threads.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    check();
  }

  private void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setUncaughtExceptionHandler((failed, e) -> failure = e);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Works for about this time without giving up the processor. */
  static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
