package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.reconstruction.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The oracle's messages about differences between a replay and the reconstruction. */
public final class Differences {
  private static final int MOST_AREAS = 5;
  private static final String INDENT = System.lineSeparator() + "    ";

  private Differences() {}

  /** Returns the message for a fault that found something else. */
  public static String of(Step.Touch touch, List<MappedArea> expected, @Nullable MappedArea found) {
    return "fault at 0x"
        + Long.toHexString(touch.address())
        + " (line "
        + touch.line()
        + " of the faults, space "
        + touch.space()
        + ")"
        + INDENT
        + "expected "
        + (expected.isEmpty()
            ? "nothing"
            : expected.stream().map(MappedArea::toString).collect(Collectors.joining(" or ")))
        + INDENT
        + "found    "
        + (found == null ? "nothing" : found);
  }

  /** Returns the message for a space that ended with other areas. */
  public static String of(int space, List<MappedArea> expected, List<MappedArea> found) {
    List<MappedArea> missing = new ArrayList<>(expected);
    missing.removeAll(found);
    List<MappedArea> extra = new ArrayList<>(found);
    extra.removeAll(expected);
    StringBuilder text =
        new StringBuilder("the final map of space ")
            .append(space)
            .append(" has ")
            .append(found.size())
            .append(" areas, expected ")
            .append(expected.size());
    tell(text, "missing ", missing);
    tell(text, "unexpected ", extra);
    return text.toString();
  }

  private static void tell(StringBuilder text, String what, List<MappedArea> areas) {
    areas.stream().limit(MOST_AREAS).forEach(area -> text.append(INDENT).append(what).append(area));
    if (areas.size() > MOST_AREAS) {
      text.append(INDENT)
          .append("and ")
          .append(areas.size() - MOST_AREAS)
          .append(" more ")
          .append(what);
    }
  }
}
