package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;

/** Builds a tree level by level from areas that are in order: O(n), with full nodes. */
final class BulkBuild {
  /**
   * The most areas with whose ends a tree can afford not to be packed: one node above the leaves.
   * While it is in the processor's caches, a search of packed ends takes a little longer than one
   * of plain ends, and a little less once it is not.
   */
  static final int MOST_UNPACKED = Node.CAPACITY * Node.CAPACITY;

  private BulkBuild() {}

  /** The root of a tree with the given areas, of which there is at least one. */
  static Node tree(List<? extends Vma> areas) {
    // Of no edit: the nodes are frozen from the start.
    Object owner = new Object();
    List<Node> level = leaves(owner, areas);
    while (level.size() > 1) {
      level = above(owner, level);
    }
    return level.get(0);
  }

  private static List<Node> leaves(Object owner, List<? extends Vma> areas) {
    int n = areas.size();
    int leaves = atLeastOneFor(n, Node.CAPACITY);
    List<Node> level = new ArrayList<>(leaves);
    Vma last = null;
    int i = 0;
    for (int k = 1; k <= leaves; k++) {
      Leaf leaf = new Leaf(owner);
      for (int end = end(n, k, leaves); i < end; i++) {
        Vma vma = areas.get(i);
        AreaIndex.requireAfter(last, vma);
        leaf.append(vma);
        last = vma;
      }
      measure(leaf);
      level.add(n > MOST_UNPACKED ? leaf.compact() : leaf.compactIfEven());
    }
    return level;
  }

  private static List<Node> above(Object owner, List<Node> below) {
    int n = below.size();
    int nodes = atLeastOneFor(n, Node.CAPACITY);
    List<Node> level = new ArrayList<>(nodes);
    int i = 0;
    for (int k = 1; k <= nodes; k++) {
      Inner inner = new Inner(owner);
      for (int end = end(n, k, nodes); i < end; i++) {
        inner.append(below.get(i));
      }
      measure(inner);
      level.add(inner);
    }
    return level;
  }

  private static int atLeastOneFor(int n, int capacity) {
    return (n + capacity - 1) / capacity;
  }

  /**
   * The end of the {@code k}th of {@code parts} shares of {@code n}. All are full but the last two,
   * which are even: nodes of one size lie evenly in the node above if their areas do.
   */
  private static int end(int n, int k, int parts) {
    if (k == parts) {
      return n;
    }
    int full = Math.max(0, parts - 2) * Node.CAPACITY;
    return k < parts - 1 ? k * Node.CAPACITY : full + (n - full) / 2;
  }

  private static void measure(Node node) {
    node.gap = node.measureGap(-1);
    node.even(0);
  }
}
