package io.vmalock.space.index;

/** Checks and words for ranges {@code [start, end)} of unsigned addresses. */
public final class Ranges {
  private Ranges() {}

  public static String toString(long start, long end) {
    return "[" + toString(start) + ", " + toString(end) + ")";
  }

  public static String toString(long address) {
    return "0x" + Long.toHexString(address);
  }

  public static boolean below(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  public static long min(long a, long b) {
    return below(a, b) ? a : b;
  }

  public static long max(long a, long b) {
    return below(a, b) ? b : a;
  }

  /** Checks that {@code [start, end)} is a range and lies in {@code [low, high)}. */
  public static void check(long start, long end, long low, long high) {
    if (!below(start, end)) {
      throw new IllegalArgumentException(
          "a range needs start < end (unsigned), got " + toString(start, end));
    }
    if (below(start, low) || below(high, end)) {
      throw new IllegalArgumentException(
          toString(start, end) + " is not inside the space's " + toString(low, high));
    }
  }
}
