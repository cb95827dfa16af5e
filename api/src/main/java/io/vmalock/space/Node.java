package io.vmalock.space;

import io.vmalock.Vma;

/**
 * A node of the tree behind {@link AreaIndex}: areas, or nodes below, in order of address.
 *
 * <p>A node is changed only by the edit whose token it carries as {@link #owner}, and an edit gives
 * its token up when it freezes: from then on nobody stores into the node again. All its fields are
 * therefore plain.
 *
 * <p>Addresses are stored as <em>keys</em>, with the top bit flipped, so that signed comparisons
 * order them as unsigned numbers; a difference of keys is the difference of their addresses. Sizes
 * of gaps are plain unsigned numbers.
 */
abstract sealed class Node permits Leaf, Inner {
  /** The token of the edit that made this node: it alone may change it. */
  final Object owner;

  /** How many entries are in use. */
  int count;

  /**
   * For each entry the key of its highest end. Ordered by ends, not by starts, because then the
   * first entry whose end is above an address holds the answer: a look-up never has to go back.
   */
  final long[] ends;

  /** The largest gap between two neighbouring areas below this node; 0 with fewer than two. */
  long gap;

  Node(Object owner, int count, long[] ends, long gap) {
    this.owner = owner;
    this.count = count;
    this.ends = ends;
    this.gap = gap;
  }

  static long key(long address) {
    return address ^ Long.MIN_VALUE;
  }

  static long address(long key) {
    return key ^ Long.MIN_VALUE;
  }

  static long larger(long gap, long other) {
    return Long.compareUnsigned(gap, other) >= 0 ? gap : other;
  }

  /** How many of the first {@code count} keys are at most {@code key}. */
  static int rank(long[] keys, int count, long key) {
    if (count == 0) {
      return 0;
    }
    int base = 0;
    // The number of steps depends on count alone and the choice within is a conditional move: there
    // is no branch that a random address would make unpredictable.
    for (int n = count; n > 1; ) {
      int half = n >>> 1;
      base = keys[base + half - 1] <= key ? base + half : base;
      n -= half;
    }
    return keys[base] <= key ? base + 1 : base;
  }

  /** How many entries end at or below the address. */
  final int rank(long key) {
    return rank(ends, count, key);
  }

  /** The key of the lowest start below this node. */
  abstract long startKey();

  /** The key of the highest end below this node. */
  final long endKey() {
    return ends[count - 1];
  }

  // ---- Changes, by the owner only ----

  /** This node if it belongs to {@code owner}, else a copy that does. */
  abstract Node ownedBy(Object owner);

  /** Adds an area that overlaps no other. This node is not full. */
  abstract void insert(Vma vma);

  /** Removes an area that is below this node. */
  abstract void remove(Vma vma);

  /** Puts {@code vma} in the place of {@code old}, which is below this node. */
  abstract void replace(Vma old, Vma vma);

  /** A node of the same kind and owner without entries. */
  abstract Node empty();

  /**
   * Moves the first {@code n} entries of {@code right}, the next node of the same kind, to the end
   * of this one; if n is negative, the last {@code -n} of this one to the front of right.
   */
  abstract void shift(Node right, int n);

  /** Computes {@link #gap} anew; may stop at {@code most}, which the caller knows to be enough. */
  abstract long measureGap(long most);

  final int capacity() {
    return ends.length;
  }

  /**
   * A node other than the root has at least this many entries. Well below half, so that a node just
   * split does not have to be merged at the next removal.
   */
  final int minimum() {
    return capacity() * 3 / 8;
  }

  final boolean isFull() {
    return count == capacity();
  }

  /** Whether taking entries from a full neighbour would keep it from being full for a while. */
  final boolean hasRoom() {
    return count <= capacity() * 3 / 4;
  }

  /** Moves the upper half to a new node, which it returns. */
  final Node split() {
    Node right = empty();
    shift(right, count / 2 - count);
    return right;
  }

  /** Evens out this node and the next one. */
  final void level(Node right) {
    shift(right, (count + right.count) / 2 - count);
  }

  /**
   * Keeps {@link #gap} right after a change.
   *
   * @param before the largest of the gaps that the change did away with
   * @param after the largest of those that it made
   */
  final void gapChanged(long before, long after) {
    if (Long.compareUnsigned(after, gap) >= 0) {
      gap = after;
    } else if (before == gap) {
      // Maybe the only one of that size; none of those left is larger.
      gap = measureGap(before);
    }
  }

  /** Makes a place for {@code n} entries at {@code at} in an array that has {@code count}. */
  static void open(Object array, int count, int at, int n) {
    System.arraycopy(array, at, array, at + n, count - at);
  }

  /** Closes the place of {@code n} entries at {@code at}. */
  static void close(Object array, int count, int at, int n) {
    System.arraycopy(array, at + n, array, at, count - at - n);
  }
}
