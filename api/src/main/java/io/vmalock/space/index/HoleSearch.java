package io.vmalock.space.index;

/**
 * One search for a free range: {@link AreaTree#lowestHole} and {@link AreaTree#highestHole}.
 *
 * <p>A search goes into a child only if the child has a gap of the length. It ignores everything
 * below {@code low} and from {@code high} on. So it enters at most one child a level in vain, the
 * one that a bound cuts, unless alignment makes a gap unfit.
 */
final class HoleSearch {
  private static final long NONE = AreaTree.NO_HOLE;

  private final long length;
  private final long alignment;
  private final long low;
  private final long high;

  HoleSearch(long length, long alignment, long low, long high) {
    if (length == 0) {
      throw new IllegalArgumentException("length must not be 0");
    }
    if (Long.bitCount(alignment) != 1) {
      throw new IllegalArgumentException(
          "alignment must be a power of two, got 0x" + Long.toHexString(alignment));
    }
    this.length = length;
    this.alignment = alignment;
    this.low = low;
    this.high = high;
  }

  long lowest(Node root) {
    if (root.count == 0) {
      return lowestIn(0, high);
    }
    long hole = lowestIn(0, Node.address(root.startKey()));
    if (hole == NONE) {
      hole = lowestBelow(root);
    }
    return hole == NONE ? lowestIn(Node.address(root.endKey()), high) : hole;
  }

  long highest(Node root) {
    if (root.count == 0) {
      return highestIn(0, high);
    }
    long hole = highestIn(Node.address(root.endKey()), high);
    if (hole == NONE) {
      hole = highestBelow(root);
    }
    return hole == NONE ? highestIn(0, Node.address(root.startKey())) : hole;
  }

  /** The lowest hole between areas below the node. */
  private long lowestBelow(Node node) {
    if (isShort(node.gap)) {
      return NONE;
    }
    long hole = NONE;
    // Of the entries that end at low or below, only the last has a gap after it that reaches above.
    for (int i = Math.max(0, node.search(Node.key(low)) - 1); i < node.count && hole == NONE; i++) {
      if (node instanceof Inner inner && !isShort(inner.gaps[i])) {
        hole = lowestBelow(inner.at(i));
      }
      long end = Node.address(node.end(i));
      if (Long.compareUnsigned(end, high) >= 0) {
        break;
      }
      if (hole == NONE && i + 1 < node.count) {
        hole = lowestIn(end, startAt(node, i + 1));
      }
    }
    return hole;
  }

  /** The highest hole between areas below the node. */
  private long highestBelow(Node node) {
    if (isShort(node.gap)) {
      return NONE;
    }
    long hole = NONE;
    // The entries after the first that ends above high start above it, too.
    for (int i = Math.min(node.search(Node.key(high)), node.count - 1);
        i >= 0 && hole == NONE;
        i--) {
      if (i + 1 < node.count) {
        hole = highestIn(Node.address(node.end(i)), startAt(node, i + 1));
      }
      if (Long.compareUnsigned(Node.address(node.end(i)), low) <= 0) {
        break;
      }
      if (hole == NONE && node instanceof Inner inner && !isShort(inner.gaps[i])) {
        hole = highestBelow(inner.at(i));
      }
    }
    return hole;
  }

  private boolean isShort(long gap) {
    return Long.compareUnsigned(gap, length) < 0;
  }

  private static long startAt(Node node, int i) {
    return Node.address(node.startKey(i));
  }

  /** The lowest fit in a gap, or none. */
  private long lowestIn(long gapStart, long gapEnd) {
    long from = atLeast(gapStart, low);
    long to = atMost(gapEnd, high);
    long start = (from + alignment - 1) & -alignment;
    // Aligned upwards past the highest address, it is below from.
    return Long.compareUnsigned(start, from) >= 0 && fits(start, to) ? start : NONE;
  }

  /** The highest fit in a gap, or none. */
  private long highestIn(long gapStart, long gapEnd) {
    long from = atLeast(gapStart, low);
    long to = atMost(gapEnd, high);
    if (Long.compareUnsigned(to, length) < 0) {
      return NONE;
    }
    long start = (to - length) & -alignment;
    return Long.compareUnsigned(start, from) >= 0 ? start : NONE;
  }

  /** Whether {@code [start, start + length)} ends at {@code to} or before, without wrapping. */
  private boolean fits(long start, long to) {
    return Long.compareUnsigned(start, to) < 0 && Long.compareUnsigned(to - start, length) >= 0;
  }

  private static long atLeast(long address, long bound) {
    return Long.compareUnsigned(address, bound) < 0 ? bound : address;
  }

  private static long atMost(long address, long bound) {
    return Long.compareUnsigned(address, bound) > 0 ? bound : address;
  }
}
