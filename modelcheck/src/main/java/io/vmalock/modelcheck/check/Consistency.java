package io.vmalock.modelcheck.check;

/** The orders of operations that may explain their answers. */
public enum Consistency {
  /**
   * Each operation takes effect at one instant between its call and its return. An operation that
   * returned before another was called comes before it. If a load returned an older store, the
   * threads agree on no such instant, and only happens-before counts.
   */
  LINEARIZABLE,
  /** Only the order of each thread's own operations counts. */
  SEQUENTIAL,
  /**
   * Two operations have an order only if between them there was a moment without any operation
   * under way.
   */
  QUIESCENT
}
