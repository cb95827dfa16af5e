package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node whose entries are areas.
 *
 * <p>A leaf that an edit changes has {@link #ends}. One that no edit is to change soon does without
 * them, in one of two forms: an <em>even</em> leaf computes them, and a <em>packed</em> one has 16
 * bits for each. Those are few enough that areas of any lengths cost the index 8 bytes each, and
 * say nearly always which area it is; the areas themselves have the last word.
 */
final class Leaf extends Node {
  /** The areas; null from {@link #count} on, so that no removed area is kept from collection. */
  final @Nullable Vma[] vmas;

  /**
   * In a packed leaf, for each entry its highest address, as the distance from {@link #base} in
   * units of 2^{@link #unit}; {@link #MOST} from {@link #count} on. The highest address and not the
   * end: where ends are multiples of the unit, those of pages, no two addresses of one unit are in
   * two areas, and no area need be looked at. Null in all other leaves.
   */
  private final char @Nullable [] lasts;

  private final int unit;

  /** The most units. */
  private static final int MOST = Character.MAX_VALUE;

  /** A leaf without areas. */
  Leaf(Object owner) {
    super(owner, 0, noEnds(), 0);
    vmas = new @Nullable Vma[CAPACITY];
    lasts = null;
    unit = 0;
  }

  /** A copy. */
  private Leaf(Object owner, Leaf other) {
    super(owner, other);
    vmas = other.vmas.clone();
    lasts = null;
    unit = 0;
  }

  /** A leaf without ends in the place of another, see {@link #compact}. */
  private Leaf(Leaf other, char @Nullable [] lasts, int unit) {
    super(other);
    vmas = other.vmas; // from now on no one changes them
    this.lasts = lasts;
    this.unit = unit;
  }

  /**
   * This leaf, or one with the same areas in less memory: without their ends. For the owner, and
   * not after it froze. A further change makes a copy first, and looks at each area of a packed
   * leaf.
   */
  Leaf compact() {
    Leaf even = compactIfEven();
    return even.ends == null || count < MINIMUM ? even : packed();
  }

  /** As {@link #compact}, if a further change will cost no more for it. */
  Leaf compactIfEven() {
    return ends == null || !isEven() ? this : new Leaf(this, null, 0);
  }

  private Leaf packed() {
    long first = startKey();
    int bits = Long.SIZE - Long.numberOfLeadingZeros(end(count - 1) - 1 - first);
    int shift = Math.max(0, bits - Character.SIZE);
    char[] packed = new char[CAPACITY];
    Arrays.fill(packed, count, CAPACITY, Character.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      packed[i] = (char) (end(i) - 1 - first >>> shift);
    }
    Leaf leaf = new Leaf(this, packed, shift);
    leaf.base = first;
    leaf.uneven();
    return leaf;
  }

  /** As {@link #search}, in a packed leaf. */
  int searchPacked(long key) {
    int i = locatePacked(key);
    while (i < count && key(at(i).end()) <= key) {
      i++; // it ends in the key's unit, but not above the key
    }
    return Math.min(i, CAPACITY - 1);
  }

  /**
   * What {@link #searchPacked} answers, or an entry before it that ends in the same unit as the
   * key.
   *
   * <p>Two eight-way steps. The differences of 16 bits have the sign of the comparison, so nothing
   * here can become a branch.
   */
  int locatePacked(long key) {
    long distance = key - base >>> unit;
    if (key < base) {
      return 0;
    }
    if (distance >>> Character.SIZE != 0) {
      return Math.min(count, CAPACITY - 1); // even if the unit is 1, where it may seem negative
    }
    char[] lasts = Objects.requireNonNull(this.lasts);
    int units = (int) distance;
    int i = 0;
    for (int shift = 3; shift >= 0; shift -= 3) {
      int step = 1 << shift;
      int at = i + step - 1;
      int steps =
          (lasts[at] - units >>> 31)
              + (lasts[at + step] - units >>> 31)
              + (lasts[at + 2 * step] - units >>> 31)
              + (lasts[at + 3 * step] - units >>> 31)
              + (lasts[at + 4 * step] - units >>> 31)
              + (lasts[at + 5 * step] - units >>> 31)
              + (lasts[at + 6 * step] - units >>> 31);
      i += steps << shift;
    }
    return i;
  }

  /** The area at an index below {@link #count}. */
  Vma at(int i) {
    return Objects.requireNonNull(vmas[i]);
  }

  @Override
  long startKey(int i) {
    return key(at(i).start());
  }

  @Override
  Leaf ownedBy(Object owner) {
    return this.owner == owner && ends != null ? this : new Leaf(owner, this);
  }

  @Override
  Leaf empty() {
    return new Leaf(owner);
  }

  @Override
  void insert(Vma vma) {
    put(search(key(vma.start())), 0, List.of(vma));
  }

  @Override
  void remove(Vma vma) {
    put(search(key(vma.start())), 1, List.of());
  }

  @Override
  @Nullable Leaf replaced(
      Object owner,
      long startKey,
      List<? extends Vma> old,
      List<? extends Vma> areas,
      long limit,
      int least) {
    int i = search(startKey); // an area that ends there or below is not in the way
    int n = old.size();
    int left = count - n + areas.size();
    if (i + n > count
        || left > CAPACITY
        || left < least
        || !has(i, old)
        || !fit(areas, i + n < count ? startKey(i + n) : limit)) {
      return null;
    }
    boolean first = this.owner != owner;
    Leaf mine = ownedBy(owner);
    mine.put(i, n, areas);
    // Most sections make no further change here. Those that do, such as one that maps areas in
    // order, should not copy the leaf each time.
    return first ? mine.compactIfEven() : mine;
  }

  /** Whether areas are in order and end at {@code limit}, or below. */
  private static boolean fit(List<? extends Vma> areas, long limit) {
    long above = limit;
    for (int k = areas.size() - 1; k >= 0; k--) {
      Vma vma = areas.get(k);
      if (key(vma.end()) > above) {
        return false;
      }
      above = key(vma.start());
    }
    return true;
  }

  /** Replaces {@code n} entries by areas; there is room. */
  private void put(int i, int n, List<? extends Vma> areas) {
    int m = areas.size();
    int former = count;
    long before = largestGapAround(i, n);
    long[] ends = ends();
    System.arraycopy(ends, i + n, ends, i + m, former - i - n);
    System.arraycopy(vmas, i + n, vmas, i + m, former - i - n);
    count += m - n;
    if (count < former) {
      Arrays.fill(ends, count, former, NO_KEY);
      Arrays.fill(vmas, count, former, null);
    }
    boolean moved = n != m;
    for (int k = 0; k < m; k++) {
      moved |= ends[i + k] != key(areas.get(k).end());
      set(i + k, areas.get(k));
    }
    gapChanged(before, largestGapAround(i, m));
    if (moved) {
      guessAnew(i, i + m == count);
    }
  }

  /**
   * Keeps the guess nearly up to date, for little: a section that changes one area should not pay
   * for a look at all of them.
   */
  private void guessAnew(int changed, boolean last) {
    if ((count & 7) == 0) {
      even(changed);
    } else if (!last || !isGuessed()) { // one more at the end leaves the guess for the others right
      isExact(changed);
    }
  }

  /** The largest of the gaps before, between and after {@code n} entries. */
  private long largestGapAround(int i, int n) {
    long largest = gapBefore(i);
    for (int k = 1; k <= n; k++) {
      largest = larger(largest, gapBefore(i + k));
    }
    return largest;
  }

  /** Whether these areas, and no others between them, are the entries from {@code i} on. */
  private boolean has(int i, List<? extends Vma> areas) {
    for (int k = 0; k < areas.size(); k++) {
      if (vmas[i + k] != areas.get(k)) {
        return false;
      }
    }
    return true;
  }

  /** Adds an area above all others, for building; {@link #gap} is left to the caller. */
  void append(Vma vma) {
    set(count++, vma);
  }

  private void set(int i, Vma vma) {
    ends()[i] = key(vma.end());
    vmas[i] = vma;
  }

  @Override
  void shift(Node next, int n) {
    Leaf right = (Leaf) next;
    long[] ends = ends();
    long[] rightEnds = right.ends();
    if (n >= 0) {
      System.arraycopy(rightEnds, 0, ends, count, n);
      System.arraycopy(right.vmas, 0, vmas, count, n);
      close(rightEnds, right.count, 0, n);
      close(right.vmas, right.count, 0, n);
      Arrays.fill(rightEnds, right.count - n, right.count, NO_KEY);
      Arrays.fill(right.vmas, right.count - n, right.count, null);
    } else {
      open(rightEnds, right.count, 0, -n);
      open(right.vmas, right.count, 0, -n);
      System.arraycopy(ends, count + n, rightEnds, 0, -n);
      System.arraycopy(vmas, count + n, right.vmas, 0, -n);
      Arrays.fill(ends, count + n, count, NO_KEY);
      Arrays.fill(vmas, count + n, count, null);
    }
    count += n;
    right.count -= n;
    gap = measureGap(-1);
    right.gap = right.measureGap(-1);
    even(count);
    right.even(0);
  }

  @Override
  long measureGap(long most) {
    long largest = 0;
    for (int i = 1; i < count && largest != most; i++) {
      largest = larger(largest, gapBefore(i));
    }
    return largest;
  }
}
