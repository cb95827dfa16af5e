package io.vmalock.modelcheck;

import java.time.Duration;

/**
 * How long an exploration may take.
 *
 * @param executions the most executions of all searches together
 * @param time the longest time; no execution begins after it
 */
public record Budget(long executions, Duration time) {
  /** As much as it needs. */
  public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Duration.ofDays(1));

  /** At most so many executions. */
  public static Budget ofExecutions(long executions) {
    return new Budget(executions, UNLIMITED.time);
  }

  /** At most so long. */
  public static Budget ofTime(Duration time) {
    return new Budget(Long.MAX_VALUE, time);
  }
}
