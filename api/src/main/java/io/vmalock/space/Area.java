package io.vmalock.space;

import io.vmalock.space.index.Ranges;

/**
 * What an area was at one moment: a copy that stays as it is while the space changes.
 *
 * @param start the first address, unsigned
 * @param end the first address after the area, unsigned
 * @param attachment what the area stood for
 */
public record Area<A>(long start, long end, A attachment) {
  /** The range in hexadecimal and the attachment. */
  @Override
  public String toString() {
    return Ranges.toString(start, end) + " " + attachment;
  }
}
