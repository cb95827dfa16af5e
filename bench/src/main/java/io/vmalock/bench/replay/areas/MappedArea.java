package io.vmalock.bench.replay.areas;

import static io.vmalock.bench.replay.areas.PageSet.below;

/**
 * An area of the reconstruction. The object is the identity of one state of the area: another
 * object replaces it exactly when its range or its mapping changes.
 *
 * @param start the first address
 * @param end the first address after it, unsigned
 */
public record MappedArea(long start, long end, Mapping mapping) {
  public boolean contains(long address) {
    return below(address - start, end - start);
  }

  public static String range(long start, long end) {
    return "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
  }

  /** Such as {@code [0x1000, 0x3000) rw- anonymous}. */
  @Override
  public String toString() {
    return range(start, end) + " " + mapping;
  }
}
