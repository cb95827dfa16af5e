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

  /** The range in hexadecimal, the attachment and, if it is not 0, the offset. */
  @Override
  public String toString() {
    return Ranges.toString(start, end)
        + " "
        + attachment
        + (offset == 0 ? "" : "+" + Ranges.toString(offset));
  }
}
