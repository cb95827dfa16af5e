package io.vmalock.bench.compare;

import java.util.concurrent.TimeUnit;

/** Handles Ctrl-C: ends the JVM that is being measured, and reports the earlier measurements. */
final class Interruption extends Thread {
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Runnable report;
  private volatile boolean begun;
  private boolean over;

  Interruption(Runnable report) {
    super("vmalock-interrupted");
    this.report = report;
  }

  /** Whether the run is being interrupted. */
  boolean begun() {
    return begun;
  }

  /** Whether the run is being interrupted, or is within a moment. */
  synchronized boolean beginsSoon() {
    long end = System.nanoTime() + MOMENT_NANOS;
    try {
      // The hook notifies when it begins; later it has no bearing on what has failed.
      for (long left = MOMENT_NANOS; !begun && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return begun;
  }

  /**
   * Ends the time in which an interruption is reported.
   *
   * @return whether there was none
   */
  synchronized boolean over() {
    over = true;
    return !begun;
  }

  @Override
  public void run() {
    synchronized (this) {
      if (over) {
        return;
      }
      begun = true;
      notifyAll();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    report.run();
  }
}
