package io.vmalock.modelcheck;

import java.time.Duration;

/**
 * The limits of an exploration.
 *
 * @param executions the most executions of all searches together
 * @param time the longest time; no execution begins after it
 */
public record Budget(long executions, Duration time) {
  /** A budget without limits. */
  public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Duration.ofDays(1));

  /** Returns a budget of at most this many executions. */
  public static Budget ofExecutions(long executions) {
    return new Budget(executions, UNLIMITED.time);
  }

  /** Returns a budget of at most this much time. */
  public static Budget ofTime(Duration time) {
    return new Budget(Long.MAX_VALUE, time);
  }
}
