package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The questions that a snapshot ({@link AreaIndex}) and an edit of one ({@link AreaIndex.Edit})
 * both answer. Each look-up takes O(log n) and allocates nothing.
 *
 * <p>Ranges given to these methods are {@code [start, end)} as areas are, unsigned.
 */
public abstract sealed class AreaTree implements Iterable<Vma> permits AreaIndex, AreaIndex.Edit {
  /**
   * The answer of {@link #lowestHole} and {@link #highestHole} if there is no hole: no range starts
   * there.
   */
  public static final long NO_HOLE = -1;

  /**
   * The bits of an entry's number in a way. The lowest are those of the entry in the leaf, so that
   * neighbours are a step apart; then come the root's, and so on downwards.
   */
  private static final int WAY_BITS = 6;

  abstract Node root();

  /** The number of areas. */
  public abstract int size();

  /** The area that contains {@code address}, or null. */
  public final @Nullable Vma find(long address) {
    Vma vma = firstEndingAbove(address);
    return vma != null && vma.contains(address) ? vma : null;
  }

  /**
   * The lowest area with an end above {@code address}: the one that contains it, or else the next.
   */
  public final @Nullable Vma atOrAfter(long address) {
    Vma vma = firstEndingAbove(address);
    // Where no end is above the address, the search ends at the last area or beyond it.
    return vma != null && Long.compareUnsigned(vma.end(), address) > 0 ? vma : null;
  }

  /** The highest area with a start below {@code address}, or null. */
  public final @Nullable Vma before(long address) {
    long key = Node.key(address);
    Node node = root();
    while (true) {
      // The first entry that ends above the address, if it starts below; else the one before it.
      int i = Math.min(node.search(key), node.count);
      if (i == node.count || node.startKey(i) >= key) {
        i--;
      }
      if (i < 0) {
        return null;
      }
      if (node instanceof Leaf leaf) {
        return leaf.at(i);
      }
      node = ((Inner) node).at(i);
    }
  }

  /** The area with the lowest address, or null. */
  final @Nullable Vma first() {
    return atOrAfter(0);
  }

  /** The area with the highest address, or null. */
  final @Nullable Vma last() {
    return before(-1);
  }

  /** The area after {@code vma}'s range, or null; {@code vma} itself need not be here. */
  public final @Nullable Vma next(Vma vma) {
    return atOrAfter(vma.end());
  }

  /** The area before {@code vma}'s range, or null; {@code vma} itself need not be here. */
  final @Nullable Vma previous(Vma vma) {
    return before(vma.start());
  }

  /**
   * The way from the root to the lowest area with an end above {@code address}, or beyond the last
   * area if there is none. By searches alone; {@link #at} and {@link #neighbour} go it.
   */
  public final long wayTo(long address) {
    long key = Node.key(address);
    long way = 0;
    int shift = WAY_BITS;
    Node node = root();
    for (; node instanceof Inner inner; shift += WAY_BITS) {
      int i = inner.placeFor(key);
      way |= (long) i << shift;
      node = inner.at(i);
    }
    return way | node.search(key);
  }

  /**
   * The area at the end of a way, or null. The way may be any number: one that was found in another
   * version of this tree leads to some other area, or to none.
   */
  public final @Nullable Vma at(long way) {
    Leaf leaf = leafAt(way);
    return leaf == null ? null : leaf.vmas[slot(way)];
  }

  /**
   * The area next to {@code vma}, which the way leads to; its own way is this one and {@code step}.
   * Null if the way leads somewhere else, or if the next area is in another leaf.
   *
   * @param step 1 for the area above, -1 for the one below
   */
  public final @Nullable Vma neighbour(long way, Vma vma, int step) {
    Leaf leaf = leafAt(way);
    int slot = slot(way);
    int next = slot + step;
    return leaf != null && leaf.vmas[slot] == vma && next >= 0 && next < Node.CAPACITY
        ? leaf.vmas[next]
        : null;
  }

  private @Nullable Leaf leafAt(long way) {
    Node node = root();
    for (long left = way; node instanceof Inner inner; ) {
      left >>>= WAY_BITS;
      node = inner.children[slot(left)];
    }
    return (Leaf) node;
  }

  private static int slot(long way) {
    return (int) way & Node.CAPACITY - 1;
  }

  /** All areas that have an address in the range, in order. */
  public final ArrayList<Vma> collect(long start, long end) {
    ArrayList<Vma> areas = new ArrayList<>();
    long key = Node.key(start);
    long endKey = Node.key(end);
    while (true) {
      Leaf leaf = leafFor(key);
      if (leaf.count == 0 || leaf.endKey() <= key) {
        return areas;
      }
      boolean whole = leaf.endKey() <= endKey; // then no area need be looked at
      for (int i = leaf.search(key); i < leaf.count; i++) {
        if (!whole && leaf.startKey(i) >= endKey) {
          return areas;
        }
        areas.add(leaf.at(i));
      }
      key = leaf.endKey();
    }
  }

  /** The neighbours of an address; one look-up finds both. */
  public final Neighbours around(long address) {
    long key = Node.key(address);
    Leaf leaf = leafFor(key);
    int i = Math.min(leaf.search(key), leaf.count);
    if (i == leaf.count - 1 && leaf.end(i) <= key) {
      i++; // a full leaf, and no end in it is above
    }
    Vma above = i < leaf.count ? leaf.at(i) : null;
    if (i > 0) {
      return new Neighbours(leaf.at(i - 1), above);
    }
    return new Neighbours(
        before(above == null ? address : Ranges.min(address, above.start())), above);
  }

  /**
   * The areas next to an address.
   *
   * @param below the highest that ends at the address or below, or null
   * @param above the lowest that ends above the address, or null: it may contain it
   */
  public record Neighbours(@Nullable Vma below, @Nullable Vma above) {}

  /** All areas, in order. An edit must not be changed meanwhile. */
  @Override
  public final Iterator<Vma> iterator() {
    return iterator(0);
  }

  /**
   * The areas with an end above {@code address}, in order. An edit must not be changed meanwhile.
   */
  public final Iterator<Vma> iterator(long address) {
    return new Cursor(Node.key(address));
  }

  /**
   * The lowest free range of a length in {@code [low, high)}.
   *
   * <p>O(log n), except that gaps that are long enough only before alignment are tried one by one.
   * There are none if every area, the length and the bounds are multiples of the alignment, as
   * pages are.
   *
   * @param length the length, unsigned, not 0
   * @param alignment the range's start is a multiple of this power of two
   * @return its start, or {@link #NO_HOLE}
   */
  public final long lowestHole(long length, long alignment, long low, long high) {
    return new HoleSearch(length, alignment, low, high).lowest(root());
  }

  /**
   * The highest free range of a length in {@code [low, high)}; otherwise as {@link #lowestHole}.
   */
  final long highestHole(long length, long alignment, long low, long high) {
    return new HoleSearch(length, alignment, low, high).highest(root());
  }

  /**
   * The first area with an end above the address; the last one or null if there is none.
   *
   * <p>Nodes may guess the way (see {@link Node#locate}). An area that contains the address is the
   * right one, whichever way led to it, because areas do not overlap. Otherwise two neighbouring
   * ends in the leaf may prove it: the first has an end above the address if the one before it has
   * not. If neither does, the way is searched.
   *
   * <p>All nodes, inner or leaf, go through one place here, since the search is inlined where it is
   * called.
   */
  private @Nullable Vma firstEndingAbove(long address) {
    long key = Node.key(address);
    Node node = root();
    while (node != null) {
      int i = node.locate(key);
      if (node instanceof Leaf leaf) {
        Vma vma = leaf.vmas[i];
        if ((vma != null && vma.contains(address)) || leaf.isFirstAbove(i, key)) {
          return vma;
        }
        break;
      }
      node = ((Inner) node).children[i];
    }
    return searchedEndingAbove(key);
  }

  /** What {@link #firstEndingAbove} promises, without a guess. */
  private @Nullable Vma searchedEndingAbove(long key) {
    Leaf leaf = leafFor(key);
    return leaf.vmas[leaf.search(key)];
  }

  /** The leaf that holds the lowest end above the key, or else the last one. */
  final Leaf leafFor(long key) {
    Node node = root();
    while (node instanceof Inner inner) {
      node = inner.at(inner.placeFor(key));
    }
    return (Leaf) node;
  }

  /** Walks along a leaf, and from the root to the next one: no stack, no links between leaves. */
  private final class Cursor implements Iterator<Vma> {
    private @Nullable Leaf leaf;
    private int next;

    Cursor(long key) {
      enter(key);
    }

    private void enter(long key) {
      Leaf found = leafFor(key);
      next = found.search(key);
      leaf = found.count == 0 || found.endKey() <= key ? null : found;
    }

    @Override
    public boolean hasNext() {
      return leaf != null;
    }

    @Override
    public Vma next() {
      if (leaf == null) {
        throw new NoSuchElementException();
      }
      Vma vma = leaf.at(next++);
      if (next == leaf.count) {
        enter(leaf.endKey());
      }
      return vma;
    }
  }
}
