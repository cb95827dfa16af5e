package io.vmalock.modelcheck.execution;

import java.util.function.BooleanSupplier;

/**
 * A wait of a thread.
 *
 * @param over tests whether the wait is over
 * @param deadline the time-out of the wait, in virtual nanoseconds, or {@link #NEVER}
 * @param spurious whether the wait may end spuriously
 * @param what the wait in words, such as {@code parked}
 */
record Wait(BooleanSupplier over, long deadline, boolean spurious, String what) {
  /** The deadline of a wait that does not time out. */
  static final long NEVER = Long.MAX_VALUE;

  /** The ways in which a wait ends. */
  enum End {
    OVER,
    TIMED_OUT,
    SPURIOUS
  }

  boolean isTimed() {
    return deadline != NEVER;
  }
}
