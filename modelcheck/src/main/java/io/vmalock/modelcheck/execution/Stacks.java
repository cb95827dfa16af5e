package io.vmalock.modelcheck.execution;

import java.util.ArrayList;
import java.util.List;

/** The stacks of exceptions, without the model checker's own frames. */
final class Stacks {
  private static final int DEEPEST = 16;

  private Stacks() {}

  static List<String> of(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause != thrown) {
        lines.add("caused by " + cause);
      }
      Frames.print(cause.getStackTrace(), DEEPEST).forEach(frame -> lines.add("    at " + frame));
    }
    return lines;
  }
}
