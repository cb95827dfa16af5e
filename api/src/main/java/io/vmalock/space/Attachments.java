package io.vmalock.space;

/**
 * What becomes of attachments when a space splits, merges and copies areas. As it stands: parts and
 * copies share the whole's attachment, and nothing is merged.
 *
 * <p>Called while the mmap lock is held for writing, before anything has changed: a method that
 * throws leaves the space as it was. It must not use the space, and since readers may be inside, it
 * changes no attachment but makes new ones.
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

  /**
   * The same for attachments that know where they begin, in a file say, but not how long they are:
   * the right one must go on where the left one ends. As it stands, the length does not matter.
   *
   * @param length of the left area, unsigned
   */
  default boolean mergeable(A left, long length, A right) {
    return mergeable(left, right);
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
