package io.vmalock.modelcheck.check;

/** Which orders of the operations may explain their answers. */
public enum Consistency {
  /**
   * Each operation takes effect at one instant between its call and its return. An operation that
   * returned before another was called comes before it; where a load returned an older store, there
   * is no such instant that all threads agree on, and only what happens before counts.
   */
  LINEARIZABLE,
  /** Only the order of each thread's own operations counts. */
  SEQUENTIAL,
  /** Only operations with a moment between them in which none was under way have an order. */
  QUIESCENT
}
