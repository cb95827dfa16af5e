package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The mms and VMAs of a program.
 *
 * @param mms the limits of each mm
 * @param vmas the number of VMAs, all new
 */
public record Shape(List<Limits> mms, int vmas) {
  private static final long NEAR = 1_000_000;

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
          .append(number(limits.firstSequence()));
    }
    return text.toString();
  }

  /** Writes a number near a wrap as its distance from the wrap. */
  private static String number(long sequence) {
    long before = Long.MAX_VALUE - sequence;
    long after = sequence - Long.MIN_VALUE;
    return before >= 0 && before < NEAR
        ? "MAX_VALUE - " + before
        : after >= 0 && after < NEAR ? "MIN_VALUE + " + after : String.valueOf(sequence);
  }
}
