package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Variables;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stack frames for reports: without the model checker's own, and with the JDK's names. */
final class Frames {
  /**
   * A place in the author's code.
   *
   * @param where the author's innermost frame, as in a stack trace
   * @param inside the JDK's method that this frame called, or empty
   */
  record Caller(String where, String inside) {}

  /**
   * The packages of code that runs beneath or around a program, and does not concern its author.
   */
  private static final List<String> FOLDED =
      List.of(
          "io.vmalock.modelcheck.",
          "java.lang.reflect.",
          "jdk.internal.",
          "jdk.proxy",
          "org.assertj.",
          "org.junit.",
          "org.opentest4j.");

  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+?)\\$.*");

  private Frames() {}

  /** Returns whether a frame is of a method that has no source. */
  private static boolean isAdded(StackTraceElement frame) {
    return frame.getMethodName().startsWith("vmalock$");
  }

  /**
   * Returns whether a frame is of rewritten code: the author's, or the JDK's under another name.
   */
  private static boolean isRewritten(StackTraceElement frame) {
    return Variables.Source.LOADER_NAME.equals(frame.getClassLoaderName());
  }

  /** Returns whether a frame is of no use to the author of a program. */
  static boolean isFolded(StackTraceElement frame) {
    return isAdded(frame)
        || !isRewritten(frame) && FOLDED.stream().anyMatch(frame.getClassName()::startsWith);
  }

  /** Returns the place in the author's code that led to the caller; null if there is none. */
  static @Nullable Caller caller() {
    return caller(
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .toArray(StackTraceElement[]::new)));
  }

  /**
   * Returns the place of the author's code in a stack, innermost frame first; null if there is
   * none.
   */
  static @Nullable Caller caller(StackTraceElement[] stack) {
    String inside = "";
    for (StackTraceElement frame : stack) {
      if (!isRewritten(frame) || isAdded(frame)) {
        continue;
      }
      String name = frame.getClassName();
      if (!Renamed.isRenamed(name)) {
        return new Caller(print(frame), inside);
      }
      String original = Renamed.original(name);
      inside = original.substring(original.lastIndexOf('.') + 1) + "." + method(frame);
    }
    return inside.isEmpty() ? null : new Caller("", inside); // a thread of one of the JDK's pools
  }

  /** Returns, printed, the frames of a stack that are of use to the author of a program. */
  static List<String> print(StackTraceElement[] stack, int most) {
    return Arrays.stream(stack)
        .filter(frame -> !isFolded(frame))
        .limit(most)
        .map(Frames::print)
        .toList();
  }

  /** Returns a frame as in a stack trace; the author's lambdas have the name of their method. */
  static String print(StackTraceElement frame) {
    String name = Renamed.original(frame.getClassName());
    return name.substring(name.lastIndexOf('.') + 1)
        + "."
        + method(frame)
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }

  private static String method(StackTraceElement frame) {
    String method = frame.getMethodName().replace("$synchronized", "");
    Matcher lambda = LAMBDA.matcher(method);
    return lambda.matches() ? lambda.group(1) : method;
  }
}
