package io.vmalock.bench.faults;

import java.util.ArrayList;
import java.util.List;

/** The results of one operation's faults. */
final class Tally {
  private static final int MOST_EXAMPLES = 3;

  final Operation operation;
  int runs;
  int errors;

  /** Losses where a frame of java.base was on top: StampedLock's, AbstractQueuedSynchronizer's. */
  int lossesInJdk;

  int losses;

  /** How many sweeps never got so far that all of the operation fits: not all of it was judged. */
  int cutShort;

  final List<String> examples = new ArrayList<>();

  Tally(Operation operation) {
    this.operation = operation;
  }

  /** What came of the first scenes, and an end of the others. */
  static Tally of(Operation operation, Scene[] scenes, int ran) {
    Tally tally = new Tally(operation);
    for (int i = 0; i < ran; i++) {
      tally.add(scenes[i]);
    }
    for (int i = ran; i < scenes.length; i++) {
      scenes[i].close();
    }
    tally.cutShort = tally.errors == tally.runs ? 1 : 0;
    return tally;
  }

  /** Adds what the same operation met elsewhere. */
  void add(Tally other) {
    runs += other.runs;
    errors += other.errors;
    losses += other.losses;
    lossesInJdk += other.lossesInJdk;
    cutShort += other.cutShort;
    examples.addAll(other.examples);
  }

  void add(Scene scene) {
    runs++;
    Throwable thrown = scene.thrown;
    if (thrown != null) {
      errors++;
    }
    String lost = scene.losses(operation);
    if (lost.isEmpty()) {
      return;
    }
    boolean inJdk = thrown != null && isOfJdk(thrown);
    if (inJdk) {
      lossesInJdk++;
    } else {
      losses++;
    }
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(lost + (thrown == null ? "" : ", after " + thrown + frames(thrown)));
    }
  }

  /** Whether the error came out of java.base itself: what was thrown, and not what came before. */
  private static boolean isOfJdk(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    return frames.length > 0 && "java.base".equals(frames[0].getModuleName());
  }

  private static String frames(Throwable e) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = e.getStackTrace();
    for (int i = 0; i < Math.min(8, frames.length); i++) {
      text.append("\n      at ").append(frames[i]);
    }
    return text.toString();
  }

  static String header() {
    return String.format(
        "%-22s %8s %8s %8s %14s %10s",
        "operation", "runs", "errors", "losses", "losses in JDK", "cut short");
  }

  @Override
  public String toString() {
    return String.format(
        "%-22s %8d %8d %8d %14d %10d", operation, runs, errors, losses, lossesInJdk, cutShort);
  }
}
