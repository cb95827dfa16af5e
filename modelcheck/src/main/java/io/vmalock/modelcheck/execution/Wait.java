package io.vmalock.modelcheck.execution;

import java.util.function.BooleanSupplier;

/**
 * What a thread waits for.
 *
 * @param over whether it need not wait any longer
 * @param deadline when the wait times out, in virtual nanoseconds, or {@link #NEVER}
 * @param spurious whether the wait may end for no reason
 * @param what the wait in words, such as {@code parked}
 */
record Wait(BooleanSupplier over, long deadline, boolean spurious, String what) {
  /** The deadline of a wait that does not time out. */
  static final long NEVER = Long.MAX_VALUE;

  /** How a wait ended. */
  enum End {
    OVER,
    TIMED_OUT,
    SPURIOUS
  }

  boolean isTimed() {
    return deadline != NEVER;
  }
}
