package io.vmalock.space;

import io.vmalock.space.index.Ranges;

/**
 * A copy of an area at one moment, which stays as it is while the space changes.
 *
 * @param start the first address, unsigned
 * @param end the first address after the area, unsigned
 * @param attachment the object that the area stood for
 * @param offset the offset in the attachment at which the area begins
 */
public record Area<A>(long start, long end, A attachment, long offset) {
  /** The offset of {@code address} in the attachment. */
  public long offset(long address) {
    return offset + (address - start);
  }

  /**
   * An attachment, for a message. Its {@code toString} is the caller's code: an exception from it
   * must not take the place of the message.
   */
  static String text(Object attachment) {
    try {
      return String.valueOf(attachment);
    } catch (Throwable e) {
      return attachment.getClass().getName()
          + "@"
          + Integer.toHexString(System.identityHashCode(attachment))
          + " (its toString threw "
          + e.getClass().getName()
          + ")";
    }
  }

  /** The range in hexadecimal, the attachment and, if it is not 0, the offset. */
  @Override
  public String toString() {
    return Ranges.toString(start, end)
        + " "
        + text(attachment)
        + (offset == 0 ? "" : "+" + Ranges.toString(offset));
  }
}
