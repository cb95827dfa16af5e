package io.vmalock.conformance.scenario;

import io.vmalock.VmaLockStrategy;

/** The answer of a startRead, without the stamp. */
enum Answer {
  HELD,
  CONTENDED,
  DETACHED,
  /** A number that the contract gives no meaning. */
  MEANINGLESS;

  static Answer of(long stamp) {
    if (stamp > 0) {
      return HELD;
    }
    return stamp == VmaLockStrategy.CONTENDED
        ? CONTENDED
        : stamp == VmaLockStrategy.DETACHED ? DETACHED : MEANINGLESS;
  }
}
