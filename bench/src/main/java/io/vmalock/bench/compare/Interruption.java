package io.vmalock.bench.compare;

/**
 * What happens at Ctrl-C: the JVM that is being measured is ended, and what was measured before is
 * reported.
 */
final class Interruption extends Thread {
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
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    report.run();
  }
}
