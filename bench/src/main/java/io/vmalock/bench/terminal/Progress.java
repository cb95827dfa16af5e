package io.vmalock.bench.terminal;

import java.io.PrintStream;

/**
 * Shows a waiting user the current step and the time left: on a terminal in one line that changes,
 * otherwise in a line for each step; nothing in the first second.
 */
public final class Progress implements AutoCloseable {
  private static final long QUIET_NANOS = 1_000_000_000L;

  /** The share of the work before which the time left is a guess. */
  private static final double LEAST_SHARE = 0.05;

  /** The time from which on times are shown in minutes. */
  private static final long MOST_SECONDS = 100;

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private boolean shown;
  private String lastStep = "";

  private Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** On standard error. */
  public static Progress onStandardError() {
    return new Progress(System.err, Terminal.isThere());
  }

  /** To be printed as given. */
  public static Progress on(PrintStream out, boolean terminal) {
    return new Progress(out, terminal);
  }

  /**
   * Shows the progress.
   *
   * @param step the current step
   * @param detail its progress, shown only on a terminal
   * @param share the share of all work that is done, from 0 to 1
   */
  public void show(String step, String detail, double share) {
    long elapsed = System.nanoTime() - began;
    if (elapsed < QUIET_NANOS) {
      return;
    }
    String left =
        share < LEAST_SHARE ? "" : ", about " + time(elapsed / share * (1 - share)) + " left";
    if (terminal) {
      out.print(CLEAR_LINE + step + (detail.isEmpty() ? "" : ", " + detail) + left);
      out.flush();
      shown = true;
    } else if (!step.equals(lastStep)) {
      out.println(step + left);
      lastStep = step;
    }
  }

  private static String time(double nanos) {
    long seconds = (long) Math.ceil(nanos / 1e9);
    return seconds < MOST_SECONDS ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  /** Removes the line, before output that stays. */
  public void clear() {
    if (shown) {
      out.print(CLEAR_LINE);
      out.flush();
      shown = false;
    }
  }

  /** Removes the line. */
  @Override
  public void close() {
    clear();
  }
}
