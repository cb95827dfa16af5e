package io.vmalock.bench.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that JMH does not time, beside those that it does. */
final class Background {
  private static final long LONGEST_END_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Repeats a step until stopped. */
  void repeat(String name, Runnable step) {
    start(
        name,
        () -> {
          while (!stopped) {
            step.run();
          }
        });
  }

  /** Repeats a step at set times; those that it is late for are left out. */
  void every(String name, long nanos, Runnable step) {
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

  /** Ends all threads. */
  void stop() {
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
  }

  private void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Works for about so long without giving up the processor. */
  static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }
}
