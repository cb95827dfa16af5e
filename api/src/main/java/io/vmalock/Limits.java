package io.vmalock;

/**
 * The first section number of an {@link Mm}, and its limit of readers. A test sets them to start
 * just before a wrap.
 *
 * @param firstSequence the section sequence before the first section; even, any sign. Sections are
 *     numbered upwards from it and wrap from {@link Long#MAX_VALUE} to {@link Long#MIN_VALUE}
 * @param readers the most readers that may hold one VMA at once, at least 1; {@link
 *     Integer#MAX_VALUE} for as many as the strategy can count
 */
public record Limits(long firstSequence, int readers) {
  /** From 0, with as many readers as the strategy can count. */
  public static final Limits DEFAULT = new Limits(0, Integer.MAX_VALUE);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code firstSequence} is odd or {@code readers} is below 1
   */
  public Limits {
    if ((firstSequence & 1) != 0) {
      throw new IllegalArgumentException(
          "firstSequence must be even (odd means: a section is open), got " + firstSequence);
    }
    if (readers < 1) {
      throw new IllegalArgumentException("readers must be at least 1, got " + readers);
    }
  }
}
