package io.vmalock.conformance.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Stack frames for the author of a strategy: without the JDK's internal frames below the author's
 * call, and without the kit's frames above the strategy.
 */
final class Frames {
  private static final int DEEPEST = 12;

  private static final List<String> KIT =
      List.of(
          "io.vmalock.conformance.scenario.",
          "io.vmalock.conformance.generated.",
          "io.vmalock.conformance.stress.");

  private Frames() {}

  /** Formats the frames, one a line, the innermost first. */
  static List<String> lines(List<StackTraceElement> frames) {
    List<String> lines = new ArrayList<>();
    int folded = 0;
    boolean any = false;
    for (int i = 0; i < frames.size(); i++) {
      boolean inside =
          isOfTheJdk(frames.get(i)) && i + 1 < frames.size() && isOfTheJdk(frames.get(i + 1));
      if (inside) {
        folded++;
        continue;
      }
      if (lines.size() == DEEPEST) {
        lines.add("    … " + (frames.size() - i) + " more");
        break;
      }
      if (any && isOfTheKit(frames.get(i))) {
        break;
      }
      any |= !isOfTheJdk(frames.get(i));
      lines.add("    at " + name(frames.get(i)) + inside(folded));
      folded = 0;
    }
    return lines;
  }

  private static String inside(int folded) {
    return folded == 0 ? "" : " (" + folded + " more of the JDK inside)";
  }

  /** Formats a frame without the names of loaders and modules. */
  private static String name(StackTraceElement frame) {
    String all = frame.toString();
    return all.substring(all.lastIndexOf('/', all.indexOf('(')) + 1);
  }

  private static boolean isOfTheKit(StackTraceElement frame) {
    return KIT.stream().anyMatch(frame.getClassName()::startsWith);
  }

  private static boolean isOfTheJdk(StackTraceElement frame) {
    return frame.getClassName().startsWith("java.") || frame.getClassName().startsWith("jdk.");
  }
}
