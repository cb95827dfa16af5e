package io.vmalock.modelcheck.memory;

/** The fences of {@link java.lang.invoke.VarHandle}. */
public enum Fence {
  /** Loads before are ordered before loads and stores after. */
  ACQUIRE,
  /** Loads and stores before are ordered before stores after. */
  RELEASE,
  /** Loads before are ordered before loads after. */
  LOAD_LOAD,
  /** Stores before are ordered before stores after. */
  STORE_STORE,
  /**
   * Everything before is ordered before everything after, in one total order of all such fences.
   */
  FULL
}
