package io.vmalock.space;

import java.util.Objects;

/**
 * The bound on areas that are retired and not yet released: areas with readers inside, and areas
 * whose attachment's release has not run.
 *
 * <p>Each open hold keeps at most one retired area, so the number of holds bounds the areas that
 * readers keep. Beyond these, areas add up only if releases are slower than sections.
 *
 * @param areas the most retired areas, at least 1
 * @param weight their most weight, by the space's weigher, at least 1
 * @param atLimit the policy beyond these bounds
 */
public record Retention(long areas, long weight, AtLimit atLimit) {
  /**
   * 65,536 areas of any weight, then writers wait: a release that falls behind slows the writers
   * down, and no memory is lost. Readers keep more areas than a program has threads only if holds
   * leak, and then the wait logs it.
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
