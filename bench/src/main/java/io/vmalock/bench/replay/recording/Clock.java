package io.vmalock.bench.replay.recording;

/** The form of strace's times, and their values. */
final class Clock {
  /** The forms; a recording has one of them throughout. */
  enum Form {
    /** No times. */
    NONE,
    /** Seconds since 1970 with a fraction (-ttt). */
    EXACT,
    /**
     * Seconds since 1970, whole or with milliseconds: too coarse to be put in order with others.
     */
    SECONDS,
    /** The time of day with a fraction (-tt). */
    DAY,
    /** The time of day in seconds, whole or with milliseconds (-t). */
    DAY_SECONDS,
    /** The time since the line before (-r). */
    RELATIVE
  }

  private static final long SECOND = 1_000_000_000L;
  static final long DAY = 86_400 * SECOND;

  /**
   * The error of strace's times, which are truncated to microseconds: an event may be this much
   * later.
   */
  private static final long CUT_OFF = 999;

  private Form form = Form.NONE;
  private boolean set;
  private long last;
  private boolean wentBack;
  private long days;

  Form form() {
    return form;
  }

  /** Returns whether times of different threads or files can be put in order. */
  boolean isExact() {
    return form == Form.EXACT;
  }

  /**
   * Whether the last line tells an earlier time than the one before it, and no midnight between.
   */
  boolean wentBack() {
    return wentBack;
  }

  /** Returns the time of a line, in nanoseconds; only lines of one recording may be passed. */
  long at(Form told, long nanos) {
    if (!set) {
      form = told;
      set = true;
    } else if (form != told) {
      throw new IllegalArgumentException(
          "the time is told in another form than before: of two recordings in one file, say");
    }
    long before = last;
    switch (told) {
      case NONE -> last = 0;
      case RELATIVE -> last += nanos;
      case EXACT, SECONDS -> last = nanos + CUT_OFF;
      case DAY, DAY_SECONDS -> {
        if (nanos + days < last - DAY / 2) {
          days += DAY; // midnight
        }
        last = nanos + days;
      }
    }
    wentBack = last < before;
    return last;
  }
}
