package io.vmalock.space;

import io.vmalock.space.index.Ranges;

/**
 * What an area was at one moment: a copy that stays as it is while the space changes.
 *
 * @param start the first address, unsigned
 * @param end the first address after the area, unsigned
 * @param attachment what the area stood for
 * @param offset where the area begins in its attachment
 */
public record Area<A>(long start, long end, A attachment, long offset) {
  /** Where {@code address} lies in the attachment. */
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
