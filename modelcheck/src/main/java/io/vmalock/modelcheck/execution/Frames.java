package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Renamed;
import java.util.List;

/** Stack frames for people: without the model checker's own, and with the JDK's names. */
final class Frames {
  /** The packages whose code runs beneath a program, in place of what it called. */
  private static final List<String> PACKAGES =
      List.of(
          "io.vmalock.modelcheck.execution.",
          "io.vmalock.modelcheck.instruction.",
          "io.vmalock.modelcheck.jdk.",
          "io.vmalock.modelcheck.variable.");

  private Frames() {}

  /** Whether a frame of the class of a name is the model checker's. */
  static boolean isOwn(String className) {
    return PACKAGES.stream().anyMatch(className::startsWith);
  }

  /** A frame as a stack trace writes it. */
  static String print(StackTraceElement frame) {
    return Renamed.original(frame.getClassName())
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
