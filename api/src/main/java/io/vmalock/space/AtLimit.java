package io.vmalock.space;

/** The policy of a space when too much is retired and not yet released ({@link Retention}). */
public enum AtLimit {
  /**
   * A writer waits, before it takes the mmap lock, until enough is released. It logs after a
   * second.
   */
  WAIT,
  /**
   * A section that would retire more throws {@link RetentionExceededException} from its commit, and
   * rolls back.
   */
  THROW,
  /** A warning is logged, at most once a second. */
  WARN
}
