package io.vmalock.space;

import java.util.Objects;

/**
 * How much a space keeps that was retired and is not yet released: areas in which readers still
 * are, and attachments whose release has not run.
 *
 * <p>Each open hold keeps at most one retired area, so the number that readers keep is bounded by
 * their number; what else adds up is a release that is slower than the sections.
 *
 * @param areas the most retired areas, at least 1
 * @param weight the most weight of them, by the space's weigher, at least 1
 * @param atLimit what happens beyond
 */
public record Retention(long areas, long weight, AtLimit atLimit) {
  /**
   * 65,536 areas of any weight, then writers wait: a release that falls behind slows the writers
   * down, and no memory is lost. More areas than a program has threads are reached by readers only
   * if holds leak, and then the wait says so in the log.
   */
  public static final Retention DEFAULT = new Retention(1 << 16, Long.MAX_VALUE, AtLimit.WAIT);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a bound is below 1
   */
  public Retention {
    if (areas < 1 || weight < 1) {
      throw new IllegalArgumentException(
          "a retention needs bounds of at least 1, got areas " + areas + " and weight " + weight);
    }
    Objects.requireNonNull(atLimit, "atLimit");
  }
}
