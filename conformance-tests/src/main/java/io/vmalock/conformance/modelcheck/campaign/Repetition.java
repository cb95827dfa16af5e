package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.conformance.modelcheck.program.ProgramText;
import io.vmalock.modelcheck.search.Schedule;

/**
 * One execution of one program, to be repeated; written as the program, an at sign, and the
 * schedule, such as {@code r0|w0 w1 @ 1.17>2,2.5~1}.
 *
 * @param program the program's text
 * @param schedule the schedule
 */
public record Repetition(String program, Schedule schedule) {
  private static final String AT = " @ ";

  /**
   * Reads the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is malformed
   */
  public static Repetition parse(String text) {
    int at = text.lastIndexOf(AT);
    if (at < 0) {
      throw new IllegalArgumentException(
          "no program and schedule: \""
              + text
              + "\"; expected what a finding prints, such as \"r0|w0 @ 1.17>2,2.5~1\"");
    }
    String program = ProgramText.parse(text.substring(0, at).trim()).toString();
    return new Repetition(program, Schedule.parse(text.substring(at + AT.length()).trim()));
  }

  @Override
  public String toString() {
    return program + AT + schedule;
  }
}
