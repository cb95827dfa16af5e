package io.vmalock.bench.replay.recording;

import java.io.Serial;

/**
 * A recording that cannot be read: the message names the file, the line, its text and the reason.
 */
public final class RecordingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;
  private static final int LONGEST_TEXT = 200;

  public RecordingException(String message) {
    super(message);
  }

  /** Makes an exception for a line that cannot be understood, or not be replayed. */
  public static RecordingException at(String file, int line, String text, String why) {
    return new RecordingException(
        file
            + ":"
            + line
            + ": "
            + why
            + System.lineSeparator()
            + "    "
            + (text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " …" : text));
  }
}
