package io.vmalock.space;

/**
 * What becomes of attachments when a space splits, merges and copies areas. As it stands: parts and
 * copies share the whole's attachment, and nothing is merged.
 *
 * <p>Called while the mmap lock is held for writing, before anything has changed: a method that
 * throws leaves the space as it was. It must not use the space.
 */
public interface Attachments<A> {
  /**
   * The attachment of a part of an area.
   *
   * @param whole the area's
   * @param offset where the part begins, from the area's start
   * @param length of the part, unsigned
   */
  default A part(A whole, long offset, long length) {
    return whole;
  }

  /** Whether two areas, {@code left} ending where {@code right} starts, may become one. */
  default boolean mergeable(A left, A right) {
    return false;
  }

  /** The attachment of the area that two mergeable ones become. */
  default A merge(A left, A right) {
    return left;
  }

  /** The attachment of an area's copy in a forked space. */
  default A fork(A attachment) {
    return attachment;
  }
}
