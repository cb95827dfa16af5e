package io.vmalock.bench.terminal;

import java.io.PrintStream;

/**
 * Tells who waits what is going on and how long it will take: on a terminal in one line that
 * changes, else in a line for each step; nothing in the first second.
 */
public final class Progress implements AutoCloseable {
  private static final long QUIET_NANOS = 1_000_000_000L;

  /** Before that the time left is a guess. */
  private static final double LEAST_SHARE = 0.05;

  /** A time from there on is told in minutes. */
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
   * Shows how things stand.
   *
   * @param step what goes on
   * @param detail how far it is, shown on a terminal only
   * @param share how much of all is done, from 0 to 1
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

  /** Takes the line away, for something that is to stay. */
  public void clear() {
    if (shown) {
      out.print(CLEAR_LINE);
      out.flush();
      shown = false;
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    clear();
  }
}
