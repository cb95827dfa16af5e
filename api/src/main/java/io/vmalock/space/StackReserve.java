package io.vmalock.space;

/**
 * Makes sure, before the first step that others can see, that the stack has room for the steps that
 * follow: a StackOverflowError comes here, where it changes nothing, and not among them.
 *
 * <p>It reserves more than the steps were seen to need in interpreted code. Compiled code needs
 * less.
 */
final class StackReserve {
  /** Calls deep; each has a frame of some 20 longs at least, compiled or not. */
  private static final int DEPTH = 96;

  private StackReserve() {}

  static void probe() {
    if (sink(DEPTH, 1, 2, 3, 4, 5, 6, 7, 8) == Long.MIN_VALUE) {
      throw new AssertionError(); // never: keeps the calls from being left out
    }
  }

  /** Not a loop in disguise: each caller has work left, on all its arguments, when it returns. */
  private static long sink(
      int depth, long a, long b, long c, long d, long e, long f, long g, long h) {
    if (depth == 0) {
      return a + b + c + d + e + f + g + h & Long.MAX_VALUE;
    }
    long below = sink(depth - 1, b, c, d, e, f, g, h, a + depth);
    return (below ^ a + b * 3 + c * 5 + d * 7 + e * 11 + f * 13 + g * 17 + h * 19) & Long.MAX_VALUE;
  }
}
