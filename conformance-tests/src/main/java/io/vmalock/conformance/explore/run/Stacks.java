package io.vmalock.conformance.explore.run;

import java.util.ArrayList;
import java.util.List;

/** Stacks of exceptions, without the explorer's own frames. */
final class Stacks {
  private static final String OWN = "io.vmalock.conformance.explore.run.";
  private static final int DEEPEST = 16;

  private Stacks() {}

  static List<String> of(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause != thrown) {
        lines.add("caused by " + cause);
      }
      int frames = 0;
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (!frame.getClassName().startsWith(OWN) && frames++ < DEEPEST) {
          lines.add(
              "    at "
                  + Renamed.original(frame.getClassName())
                  + "."
                  + frame.getMethodName()
                  + "("
                  + frame.getFileName()
                  + ":"
                  + frame.getLineNumber()
                  + ")");
        }
      }
    }
    return lines;
  }
}
