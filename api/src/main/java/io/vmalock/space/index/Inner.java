package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node whose entries are nodes, all of them leaves or all of them inner ones.
 *
 * <p>The facts about a child that a search needs are here and not only in the child, so choosing
 * among children touches none of them.
 */
final class Inner extends Node {
  /** For each child the key of its lowest start. */
  final long[] starts;

  /** For each child its {@link #gap}. */
  final long[] gaps;

  /** The children; null from {@link #count} on. */
  final @Nullable Node[] children;

  /** A node without children. */
  Inner(Object owner) {
    super(owner, 0, noEnds(), 0);
    starts = new long[CAPACITY];
    gaps = new long[CAPACITY];
    children = new @Nullable Node[CAPACITY];
  }

  /** A copy. */
  private Inner(Object owner, Inner other) {
    super(owner, other);
    starts = other.starts.clone();
    gaps = other.gaps.clone();
    children = other.children.clone();
  }

  /** The child at an index below {@link #count}. */
  Node at(int i) {
    return Objects.requireNonNull(children[i]);
  }

  @Override
  long startKey(int i) {
    return starts[i];
  }

  @Override
  Inner ownedBy(Object owner) {
    return this.owner == owner ? this : new Inner(owner, this);
  }

  @Override
  Inner empty() {
    return new Inner(owner);
  }

  @Override
  void insert(Vma vma) {
    long startKey = key(vma.start());
    int i = placeFor(startKey);
    if (own(i).isFull()) {
      makeRoom(i);
      i = placeFor(startKey);
    }
    own(i).insert(vma);
    childChanged(i);
  }

  /** The child with the lowest end above the key, or else the last: for a new area, too. */
  int placeFor(long key) {
    return Math.min(search(key), count - 1);
  }

  @Override
  void remove(Vma vma) {
    int i = search(key(vma.start()));
    Node child = own(i);
    child.remove(vma);
    if (child.count >= MINIMUM) {
      childChanged(i);
    } else {
      fillUp(i);
    }
  }

  @Override
  @Nullable Inner replaced(
      Object owner,
      long startKey,
      List<? extends Vma> old,
      List<? extends Vma> areas,
      long limit,
      int least) {
    int i = placeFor(startKey);
    long above = i + 1 < count ? starts[i + 1] : limit;
    Node child = at(i).replaced(owner, startKey, old, areas, above, MINIMUM);
    if (child == null) {
      return null;
    }
    Inner mine = ownedBy(owner);
    mine.children[i] = child;
    mine.childChanged(i);
    return mine;
  }

  private Node own(int i) {
    Node child = at(i).ownedBy(owner);
    children[i] = child;
    return child;
  }

  /** Gives entries of a full child to a neighbour, or else to a new one. */
  private void makeRoom(int i) {
    // Asking the neighbours first keeps nodes fuller, above all those behind a run of ascending or
    // descending insertions, which nothing would ever fill again.
    int neighbour = -1;
    if (i > 0 && at(i - 1).hasRoom()) {
      neighbour = i - 1;
      own(i - 1).level(at(i));
    } else if (i + 1 < count && at(i + 1).hasRoom()) {
      neighbour = i + 1;
      at(i).level(own(i + 1));
    } else {
      add(i + 1, at(i).split());
    }
    if (neighbour >= 0) {
      copyFromChild(neighbour);
    }
    copyFromChild(i);
    gap = measureGap(-1);
    even(i);
    if (neighbour >= 0 && at(neighbour) instanceof Leaf leaf) {
      children[neighbour] = leaf.compactIfEven(); // the next area is not for it
    }
  }

  /** Merges a child that has too few entries with a neighbour, or takes some of its entries. */
  private void fillUp(int i) {
    int left = i > 0 ? i - 1 : i;
    Node first = own(left);
    Node second = own(left + 1);
    if (first.count + second.count <= 2 * MINIMUM) {
      first.shift(second, second.count);
      drop(left + 1);
    } else {
      first.level(second);
      copyFromChild(left + 1);
    }
    copyFromChild(left);
    gap = measureGap(-1);
    even(left);
  }

  /** Adds a child above all others, for building; {@link #gap} is left to the caller. */
  void append(Node child) {
    add(count, child);
  }

  private void add(int i, Node child) {
    open(ends(), count, i, 1);
    open(starts, count, i, 1);
    open(gaps, count, i, 1);
    open(children, count, i, 1);
    count++;
    children[i] = child;
    copyFromChild(i);
  }

  private void drop(int i) {
    close(ends(), count, i, 1);
    close(starts, count, i, 1);
    close(gaps, count, i, 1);
    close(children, count, i, 1);
    count--;
    ends()[count] = NO_KEY;
    children[count] = null;
  }

  private void copyFromChild(int i) {
    Node child = at(i);
    ends()[i] = child.endKey();
    starts[i] = child.startKey();
    gaps[i] = child.gap;
  }

  private void childChanged(int i) {
    long before = gapAround(i);
    long end = end(i);
    copyFromChild(i);
    gapChanged(before, gapAround(i));
    if (end(i) != end) {
      even(i);
    }
  }

  /** The largest gap before, in or after child {@code i}. */
  private long gapAround(int i) {
    return larger(gaps[i], larger(gapBefore(i), gapBefore(i + 1)));
  }

  @Override
  void shift(Node next, int n) {
    Inner right = (Inner) next;
    long[] ends = ends();
    long[] rightEnds = right.ends();
    if (n >= 0) {
      copy(right, 0, this, count, n);
      close(rightEnds, right.count, 0, n);
      close(right.starts, right.count, 0, n);
      close(right.gaps, right.count, 0, n);
      close(right.children, right.count, 0, n);
      Arrays.fill(rightEnds, right.count - n, right.count, NO_KEY);
      Arrays.fill(right.children, right.count - n, right.count, null);
    } else {
      open(rightEnds, right.count, 0, -n);
      open(right.starts, right.count, 0, -n);
      open(right.gaps, right.count, 0, -n);
      open(right.children, right.count, 0, -n);
      copy(this, count + n, right, 0, -n);
      Arrays.fill(ends, count + n, count, NO_KEY);
      Arrays.fill(children, count + n, count, null);
    }
    count += n;
    right.count -= n;
    gap = measureGap(-1);
    right.gap = right.measureGap(-1);
    even(count);
    right.even(0);
  }

  private static void copy(Inner from, int at, Inner to, int place, int n) {
    System.arraycopy(from.ends(), at, to.ends(), place, n);
    System.arraycopy(from.starts, at, to.starts, place, n);
    System.arraycopy(from.gaps, at, to.gaps, place, n);
    System.arraycopy(from.children, at, to.children, place, n);
  }

  @Override
  long measureGap(long most) {
    long largest = 0;
    for (int i = 0; i < count && largest != most; i++) {
      largest = larger(largest, larger(gaps[i], gapBefore(i)));
    }
    return largest;
  }
}
