package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Everything that the nodes of a tree say, against what can be computed from its areas alone. */
final class TreeInvariants {
  private TreeInvariants() {}

  /** Checks a tree and returns its areas, in order, as found by walking its nodes. */
  static List<Vma> check(AreaTree tree) {
    List<Vma> areas = new ArrayList<>();
    check(tree.root(), true, areas);
    assertThat(areas).hasSize(tree.size());
    for (int i = 1; i < areas.size(); i++) {
      assertThat(Long.compareUnsigned(areas.get(i - 1).end(), areas.get(i).start()))
          .as("%s before %s", areas.get(i - 1), areas.get(i))
          .isLessThanOrEqualTo(0);
    }
    return areas;
  }

  /** All nodes of a tree, by identity. */
  static Set<Node> nodes(AreaTree tree) {
    Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    addNodes(tree.root(), nodes);
    return nodes;
  }

  /** How many levels of nodes a tree has. */
  static int levels(AreaTree tree) {
    int levels = 1;
    for (Node node = tree.root(); node instanceof Inner inner; node = inner.at(0)) {
      levels++;
    }
    return levels;
  }

  private static void addNodes(Node node, Set<Node> nodes) {
    nodes.add(node);
    if (node instanceof Inner inner) {
      for (int i = 0; i < inner.count; i++) {
        addNodes(inner.at(i), nodes);
      }
    }
  }

  /** Returns the levels at and below the node. */
  private static int check(Node node, boolean isRoot, List<Vma> areas) {
    assertThat(node.count)
        .as("fill")
        .isBetween(isRoot ? (node instanceof Inner ? 2 : 0) : Node.MINIMUM, Node.CAPACITY);
    int from = areas.size();
    int levels = 1;
    if (node instanceof Inner inner) {
      for (int i = 0; i < inner.count; i++) {
        Node child = inner.at(i);
        int childFrom = areas.size();
        int childLevels = check(child, false, areas) + 1;
        assertThat(childLevels).as("levels").isEqualTo(i == 0 ? childLevels : levels);
        levels = childLevels;
        assertThat(inner.starts[i]).isEqualTo(Node.key(areas.get(childFrom).start()));
        assertThat(inner.end(i)).isEqualTo(Node.key(areas.get(areas.size() - 1).end()));
        assertThat(inner.gaps[i]).isEqualTo(child.gap);
      }
      for (int i = inner.count; i < Node.CAPACITY; i++) {
        assertThat(inner.children[i]).isNull();
      }
    } else {
      Leaf leaf = (Leaf) node;
      for (int i = 0; i < leaf.count; i++) {
        areas.add(leaf.at(i));
        assertThat(leaf.end(i)).isEqualTo(Node.key(leaf.at(i).end()));
      }
      for (int i = leaf.count; i < Node.CAPACITY; i++) {
        assertThat(leaf.vmas[i]).as("a removed area is not kept").isNull();
      }
    }
    for (int i = node.count; i < Node.CAPACITY && node.ends != null; i++) {
      assertThat(node.ends[i]).isEqualTo(Node.NO_KEY);
    }
    assertThat(node.gap).as("gap").isEqualTo(largestGap(areas.subList(from, areas.size())));
    return levels;
  }

  private static long largestGap(List<Vma> areas) {
    long largest = 0;
    for (int i = 1; i < areas.size(); i++) {
      long gap = areas.get(i).start() - areas.get(i - 1).end();
      largest = Long.compareUnsigned(gap, largest) > 0 ? gap : largest;
    }
    return largest;
  }
}
