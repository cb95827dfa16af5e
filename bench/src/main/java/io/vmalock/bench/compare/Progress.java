package io.vmalock.bench.compare;

import java.io.PrintStream;
import java.time.Duration;

/** Says how far a run is, and how long it will take: on a terminal in one line. */
final class Progress {
  private static final long LINE_EVERY = Duration.ofSeconds(15).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final int all;
  private final long began = System.nanoTime();
  private int done;
  private int skipped;
  private long lastLine = began - LINE_EVERY;

  Progress(PrintStream out, boolean terminal, int all) {
    this.out = out;
    this.terminal = terminal;
    this.all = all;
  }

  /** One fork is about to run. */
  void next(String what) {
    long now = System.nanoTime();
    if (!terminal && now - lastLine < LINE_EVERY) {
      return;
    }
    lastLine = now;
    int measured = done - skipped;
    String left =
        measured == 0 ? "" : ", " + time((now - began) / measured * (all - done)) + " left";
    String line = String.format("[%d/%d] %s%s", done + 1, all, what, left);
    if (terminal) {
      out.print("\r\033[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** One fork was measured before. */
  void skipped() {
    done++;
    skipped++;
  }

  /** One fork has run. */
  void done() {
    done++;
  }

  /** Nothing more to come. */
  void end() {
    if (terminal) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  private static String time(long nanos) {
    long seconds = Math.max(1, Duration.ofNanos(nanos).toSeconds());
    return seconds < 60 ? seconds + " s" : String.format("%d:%02d min", seconds / 60, seconds % 60);
  }
}
