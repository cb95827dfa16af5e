package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ordered set of areas that do not overlap, at one moment: an immutable snapshot. An address
 * space shows one snapshot at a time; an {@link Edit} of the last one makes the next.
 *
 * <h2>Publication</h2>
 *
 * A write section edits, freezes and then stores the new snapshot once in release mode; a reader
 * loads it in acquire mode and does the rest by plain reads. All stores into the nodes of a
 * snapshot precede its {@link Edit#freeze} in the writer's program order, so they happen-before the
 * release, which a reader's acquire synchronizes with. No store comes after freeze, since a later
 * edit changes only nodes that carry its own token, which no frozen node does. A reader therefore
 * sees every node as it was frozen, on weakly ordered processors such as ARM too. There the release
 * keeps the stores into the nodes before the store of the snapshot, and the acquire keeps the
 * reader from loading a node's fields before the snapshot. Nodes that an older snapshot shares were
 * published the same way before, or by a section of another thread, which the mmap lock orders
 * before this one.
 *
 * <h2>Why this structure</h2>
 *
 * A B+tree copied on write, of up to 64 entries a node. A flat sorted array is a little faster to
 * look up, but every section would copy all of it. A skip list or a binary tree waits for a cache
 * line at every step, of which it has 10 for 1,024 areas, and allocates one to three objects an
 * area.
 *
 * <p>Here a look-up goes through two nodes with some thousand areas and three with a hundred
 * thousand, and has no branch that an address could mispredict (see {@link Node#search}). In most
 * nodes it need not even search. Areas of one length lie evenly, as do the nodes above many areas
 * of any lengths, because the sums of many lengths differ little. There the entry is computed from
 * the distance of the address (see {@link Node#locate}), which takes a multiplication in place of
 * nine comparisons, and is checked in the end. A section copies the nodes on the way to its change,
 * 3 KB or 5: mapping and unmapping an area, a section each, takes 2.0 to 2.4 times as long among
 * 100,000 areas as among 1,000.
 *
 * <p>An area costs 14 to 24 bytes here, besides its object: a full node gives entries to a
 * neighbour before it is split, and a node with fewer than 24 takes some or is merged, so no node
 * stays nearly empty. Where areas lie evenly, as those of one length do, a leaf knows only the
 * areas and computes their ends: then an area costs 6 to 8 bytes. The leaves of a tree of more than
 * 4,096 areas that is built at once keep 16 bits of each other end (see {@link Leaf}): then an area
 * of any length costs 8 bytes, until an edit changes its leaf.
 */
public final class AreaIndex extends AreaTree {
  /** Without areas. */
  public static final AreaIndex EMPTY = new AreaIndex(new Leaf(new Object()), 0);

  private final Node root;
  private final int size;

  private AreaIndex(Node root, int size) {
    this.root = root;
    this.size = size;
  }

  /**
   * The index of areas that are given in order.
   *
   * @throws IllegalArgumentException if they are not in order, or overlap
   */
  public static AreaIndex of(List<? extends Vma> areas) {
    if (areas.isEmpty()) {
      return EMPTY;
    }
    return new AreaIndex(BulkBuild.tree(areas), areas.size());
  }

  @Override
  Node root() {
    return root;
  }

  @Override
  public int size() {
    return size;
  }

  /** Starts an edit, which leaves this snapshot as it is. */
  public Edit edit() {
    return new Edit(this);
  }

  /**
   * A snapshot in the making. For one thread at a time: the one that holds the mmap lock for
   * writing.
   *
   * <p>A node is copied at its first change and changed in place from then on: a section copies
   * each node at most once, however much it changes. A change that throws changes nothing.
   */
  public static final class Edit extends AreaTree {
    /** The last snapshot: the result as long as nothing has changed. */
    private AreaIndex frozen;

    private Node root;
    private int size;

    /** The number of changes up to which a tree of any size is changed in place. */
    private static final int MOST_ONE_BY_ONE = 256;

    /** Marks the nodes that this edit may change: made by it since the last freeze. */
    private Object token = new Object();

    private Edit(AreaIndex index) {
      frozen = index;
      root = index.root;
      size = index.size;
    }

    @Override
    Node root() {
      return root;
    }

    @Override
    public int size() {
      return size;
    }

    /**
     * Replaces areas by others, by fewer, by more, or by none; without areas to replace it adds
     * them. The new areas need not cover the range of the old ones.
     *
     * @param old areas that are here, in order
     * @param areas the areas that replace them, in order
     * @throws IllegalArgumentException if one of {@code old} is not here, if either are not in
     *     order, or if the new areas overlap each other or one that stays
     */
    public void replace(List<? extends Vma> old, List<? extends Vma> areas) {
      if (isLarge(old.size() + areas.size())) {
        rebuild(old, areas);
      } else if (!replaceInLeaf(old, areas)) {
        requireReplaceable(old, areas);
        old.forEach(this::drop);
        areas.forEach(this::add);
      }
    }

    /**
     * Replaces areas that follow each other in one leaf, as those of a section nearly always do.
     * One way down to the leaf and up again serves all of them.
     *
     * <p>A section that removed and inserted them one by one would also keep the compiler busy.
     * Each way down copies nodes, and with those of several ways in one compiled method the escape
     * analysis of JDK 25's C2 takes four to ten seconds, in which that thread compiles nothing
     * else; with one way half a second.
     *
     * @return false, with nothing changed, if this is not enough, and on any misuse
     */
    private boolean replaceInLeaf(List<? extends Vma> old, List<? extends Vma> areas) {
      if (old.isEmpty() && areas.isEmpty()) {
        return true;
      }
      long key = Math.min(startKey(old), startKey(areas));
      Node replaced = root.replaced(token, key, old, areas, Node.NO_KEY, 0);
      if (replaced == null) {
        return false;
      }
      root = replaced;
      size += areas.size() - old.size();
      return true;
    }

    /** Whether a change is so large a part of the tree that building it anew is quicker. */
    private boolean isLarge(int changes) {
      return changes >= MOST_ONE_BY_ONE && changes >= (size >> 2);
    }

    /** Builds the tree anew from the areas that stay and the new ones, in one pass over both. */
    private void rebuild(List<? extends Vma> old, List<? extends Vma> areas) {
      if (size == 0 && old.isEmpty()) {
        root = BulkBuild.tree(areas); // refuses what overlaps
        size = areas.size();
        return;
      }
      List<Vma> all = new ArrayList<>(Math.max(0, size - old.size()) + areas.size());
      int gone = 0;
      int come = 0;
      for (Vma vma : this) {
        if (gone < old.size() && old.get(gone) == vma) {
          gone++;
          continue;
        }
        for (; come < areas.size() && Ranges.below(areas.get(come).start(), vma.start()); come++) {
          all.add(areas.get(come));
        }
        all.add(vma);
      }
      if (gone < old.size()) {
        requireReplaceable(old, areas); // says what is wrong with it
        throw new IllegalArgumentException(old.get(gone) + " is listed twice");
      }
      for (; come < areas.size(); come++) {
        all.add(areas.get(come));
      }
      Node built = all.isEmpty() ? EMPTY.root : BulkBuild.tree(all); // refuses what overlaps
      root = built;
      size = all.size();
    }

    private static long startKey(List<? extends Vma> areas) {
      return areas.isEmpty() ? Node.NO_KEY : Node.key(areas.get(0).start());
    }

    /**
     * The snapshot of the current areas. The edit can go on: its nodes now belong to the snapshot,
     * and it copies them like any others before it changes them.
     */
    public AreaIndex freeze() {
      if (root != frozen.root) {
        frozen = new AreaIndex(root, size);
        token = new Object();
      }
      return frozen;
    }

    private void add(Vma vma) {
      root = root.ownedBy(token);
      if (root.isFull()) {
        Inner above = new Inner(token);
        above.append(root);
        above.gap = root.gap;
        root = above;
      }
      root.insert(vma);
      size++;
    }

    private void drop(Vma vma) {
      root = root.ownedBy(token);
      root.remove(vma);
      if (root instanceof Inner inner && inner.count == 1) {
        root = inner.at(0);
      }
      size--;
    }

    private void requirePresent(Vma vma) {
      Vma found = atOrAfter(vma.start());
      if (found != vma) {
        throw new IllegalArgumentException(vma + " is not here, but " + found);
      }
    }

    private void requireReplaceable(List<? extends Vma> old, List<? extends Vma> areas) {
      Set<Vma> going = Collections.newSetFromMap(new IdentityHashMap<>());
      Vma last = null;
      for (Vma vma : old) {
        requirePresent(vma);
        requireAfter(last, vma);
        going.add(vma);
        last = vma;
      }
      last = null;
      for (Vma vma : areas) {
        requireAfter(last, vma);
        for (Vma other : collect(vma.start(), vma.end())) {
          if (!going.contains(other)) {
            throw new IllegalArgumentException(vma + " overlaps " + other);
          }
        }
        last = vma;
      }
    }
  }

  /** Checks that {@code vma} begins where {@code last} ends, or above. */
  static void requireAfter(@Nullable Vma last, Vma vma) {
    if (last != null && Long.compareUnsigned(last.end(), vma.start()) > 0) {
      throw new IllegalArgumentException(vma + " is not after " + last);
    }
  }
}
