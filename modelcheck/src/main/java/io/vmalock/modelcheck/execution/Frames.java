package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Variables;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stack frames for people: without the model checker's own, and with the JDK's names. */
final class Frames {
  /**
   * Where in the author's code something happens.
   *
   * @param where the innermost frame of the author's, as a stack trace writes it
   * @param inside what of the JDK that frame called, or empty
   */
  record Caller(String where, String inside) {}

  /** What runs beneath or around a program, and tells its author nothing. */
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

  /** Whether a frame is of a method that no source has. */
  private static boolean isAdded(StackTraceElement frame) {
    return frame.getMethodName().startsWith("vmalock$");
  }

  /** Whether a frame is of rewritten code: the author's, or the JDK's under another name. */
  private static boolean isRewritten(StackTraceElement frame) {
    return Variables.Source.LOADER_NAME.equals(frame.getClassLoaderName());
  }

  /** Whether a frame tells the author of a program nothing. */
  static boolean isFolded(StackTraceElement frame) {
    return isAdded(frame)
        || !isRewritten(frame) && FOLDED.stream().anyMatch(frame.getClassName()::startsWith);
  }

  /** Where the author's code is that runs the caller; null if none does. */
  static @Nullable Caller caller() {
    return caller(
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .toArray(StackTraceElement[]::new)));
  }

  /** Where the author's code is in a stack, its innermost frame first; null if it has none. */
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
    return null;
  }

  /** The frames of a stack that tell the author of a program something, printed. */
  static List<String> print(StackTraceElement[] stack, int most) {
    return Arrays.stream(stack)
        .filter(frame -> !isFolded(frame))
        .limit(most)
        .map(Frames::print)
        .toList();
  }

  /** A frame as a stack trace writes it, the author's lambdas by the method that they are in. */
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
