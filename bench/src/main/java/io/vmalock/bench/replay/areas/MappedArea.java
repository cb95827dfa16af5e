package io.vmalock.bench.replay.areas;

/**
 * An area as the reconstruction has it. The object is the identity of one state of the area: it is
 * replaced when, and only when, its range or its mapping changes.
 *
 * @param start the first address
 * @param end the first address after it, unsigned
 */
public record MappedArea(long start, long end, Mapping mapping) {
  public boolean contains(long address) {
    return Long.compareUnsigned(address - start, end - start) < 0;
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
