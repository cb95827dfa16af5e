package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.conformance.modelcheck.space.SpaceText;
import io.vmalock.modelcheck.search.Schedule;

/**
 * One execution of one program of an address space, to be repeated; written as {@code space r0 |
 * [u0 m0] @ 1.17>2,2.5~1}.
 *
 * @param program the program's text
 * @param schedule the schedule
 */
public record SpaceRepetition(String program, Schedule schedule) {
  private static final String SPACE = "space ";
  private static final String AT = " @ ";

  /** Whether a text begins like a repetition of a space. */
  public static boolean is(String text) {
    return text.startsWith(SPACE);
  }

  /**
   * Reads the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is malformed
   */
  public static SpaceRepetition parse(String text) {
    int at = text.lastIndexOf(AT);
    if (!is(text) || at < 0) {
      throw new IllegalArgumentException(
          "no program and schedule of an address space: \""
              + text
              + "\"; expected what a finding prints, such as \"space r0 | u0 @ 1.17>2,2.5~1\"");
    }
    String program = SpaceText.parse(text.substring(SPACE.length(), at).trim()).toString();
    return new SpaceRepetition(program, Schedule.parse(text.substring(at + AT.length()).trim()));
  }

  @Override
  public String toString() {
    return SPACE + program + AT + schedule;
  }
}
