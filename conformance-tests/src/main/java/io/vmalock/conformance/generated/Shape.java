package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a program has to play with.
 *
 * @param mms the limits of each mm
 * @param vmas how many VMAs, new ones
 */
record Shape(List<Limits> mms, int vmas) {
  @Override
  public String toString() {
    String spaces =
        IntStream.range(0, mms.size())
            .mapToObj(i -> "mm" + i + words(mms.get(i)))
            .collect(Collectors.joining(", "));
    return spaces + " and " + (vmas == 1 ? "VMA v0" : "VMAs v0 to v" + (vmas - 1));
  }

  private static String words(Limits limits) {
    StringBuilder text = new StringBuilder();
    if (limits.readers() != Integer.MAX_VALUE) {
      text.append(" with at most ").append(limits.readers()).append(" readers");
    }
    if (limits.firstSequence() != 0) {
      text.append(text.isEmpty() ? " with" : " and")
          .append(" sequences from ")
          .append(limits.firstSequence());
    }
    return text.toString();
  }
}
