package io.vmalock.modelcheck.memory;

/** The access modes of the language, weakest first; acquire and release are one strength. */
public enum Mode {
  /** An ordinary access: no order, not even among loads of one location. */
  PLAIN,
  /** Coherent: the loads of one location by one thread never go back. */
  OPAQUE,
  /** A load that receives the view published by the store that it reads. */
  ACQUIRE,
  /** A store that publishes everything that its thread did and saw before it. */
  RELEASE,
  /**
   * An access to a volatile variable: acquire, release, and in one total order with all volatile
   * accesses.
   */
  VOLATILE;

  boolean acquires() {
    return this == ACQUIRE || this == VOLATILE;
  }

  boolean releases() {
    return this == RELEASE || this == VOLATILE;
  }
}
