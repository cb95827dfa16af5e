package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree behind {@link AreaIndex}: areas, or nodes below, in order of address.
 *
 * <p>Only the edit whose token a node carries as {@link #owner} changes it, and an edit gives its
 * token up when it freezes: from then on no thread stores into the node. All its fields are
 * therefore plain.
 *
 * <p>Addresses are stored as <em>keys</em>, with the top bit flipped, so that signed comparisons
 * order them as unsigned numbers; a difference of keys is the difference of their addresses. Sizes
 * of gaps are plain unsigned numbers.
 */
abstract sealed class Node permits Leaf, Inner {
  /**
   * The most entries of a node: as many as three four-way steps of {@link #search} can distinguish.
   */
  static final int CAPACITY = 64;

  /**
   * The fewest entries of a node other than the root. Well below half, so that a node just split
   * does not have to be merged at the next removal.
   */
  static final int MINIMUM = 24;

  /** The key beyond {@link #count}. No end is above it, as none is above the highest address. */
  static final long NO_KEY = Long.MAX_VALUE;

  /** The token of the edit that made this node: it alone may change it. */
  final Object owner;

  /** The number of entries in use. */
  int count;

  /**
   * For each entry the key of its highest end. Ordered by ends, not by starts, because then the
   * first entry whose end is above an address holds the answer: a look-up never has to go back.
   * {@link #NO_KEY} from {@link #count} on.
   *
   * <p>Null in even and in packed leaves, which are never changed. In an even one the guess is
   * right for every key. The ends themselves are only in the areas.
   */
  final long @Nullable [] ends;

  /** The largest gap between two neighbouring areas below this node; 0 with fewer than two. */
  long gap;

  // ---- The guess: see locate ----

  /** The fewest entries that are worth a guess. */
  private static final int FEWEST_GUESSED = 4;

  /** In {@link #guess}: at most one entry too low. */
  private static final int NEAR = 64;

  /** In {@link #guess}: right for every key. */
  private static final int EXACT = 128;

  /** The bits of the entry in a product with {@link #scale} are those from here on. */
  private static final int FRACTION = 57;

  /**
   * The most bits of an entry's width in {@link #locate}. A rounded {@link #scale} then leaves an
   * entry's number right: it is off by less than 2^-26 at 64 entries, and a position that is not
   * yet in the next entry is at least 2^-25 away from it.
   */
  private static final int WIDTH_BITS = 25;

  /** The key from which a guess counts, or a packed leaf's distances. */
  long base;

  /** 2^57 to the width of an entry, in units of {@link #guess}'s low bits, rounded up. */
  private long scale;

  /**
   * 0: search; or else {@link #NEAR} or {@link #EXACT}, and in the low 6 bits the bits of a
   * distance that do not count.
   */
  private int guess;

  Node(Object owner, int count, long[] ends, long gap) {
    this.owner = owner;
    this.count = count;
    this.ends = ends;
    this.gap = gap;
  }

  /** A copy, which has {@link #ends}. */
  Node(Object owner, Node other) {
    this(owner, other.count, other.copyOfEnds(), other.gap);
    base = other.base;
    scale = other.scale;
    guess = other.guess;
  }

  /** A leaf without ends in the place of another; even if {@link #isEven} has just said so. */
  Node(Node other) {
    owner = other.owner;
    count = other.count;
    ends = null;
    gap = other.gap;
    base = other.base;
    scale = other.scale;
    guess = other.guess;
  }

  private long[] copyOfEnds() {
    if (ends != null) {
      return ends.clone();
    }
    long[] copy = noEnds();
    if (guess == 0) { // packed
      for (int i = 0; i < count; i++) {
        copy[i] = end(i);
      }
      return copy;
    }
    long first = end(0);
    long width = end(1) - first; // without a look at the other areas
    for (int i = 0; i < count; i++) {
      copy[i] = first + i * width;
    }
    return copy;
  }

  /** The key of an entry's highest end. */
  final long end(int i) {
    long[] ends = this.ends;
    return ends != null ? ends[i] : key(((Leaf) this).at(i).end());
  }

  /** {@link #ends} of a node that may be changed. */
  final long[] ends() {
    return Objects.requireNonNull(ends);
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

  /**
   * The first entry with an end above {@code key}, not beyond the last place: {@link #count} or, in
   * a full node, the last entry if there is none.
   */
  final int search(long key) {
    if (ends != null) {
      return searchEnds(key);
    }
    return guess == 0 ? ((Leaf) this).searchPacked(key) : searchEven(key);
  }

  /**
   * {@link #search} where there are {@link #ends}.
   *
   * <p>Three four-way steps of three comparisons each, which do not wait for one another. The keys
   * beyond {@code count} are the largest there is, so that every node takes the same steps.
   *
   * <p>There must be no branch here that depends on the address: it would be mispredicted, and a
   * mispredicted look-up takes more than twice as long. The compiler makes a choice a conditional
   * move only under two conditions. The choice must be within a loop: hence this loop, which the
   * compiler unrolls afterwards. And both outcomes must have been frequent, which they would not be
   * in a program that looks up one area for a while and then others: hence {@link #less} for all
   * comparisons, and the middle one of each step turned round. Wherever the key is, each outcome of
   * {@code less} then comes in at least a third of the calls.
   */
  private int searchEnds(long key) {
    if (key == NO_KEY) {
      return CAPACITY - 1; // No end is above it, and the next key would wrap.
    }
    long above = key + 1;
    long[] ends = ends();
    int i = 0;
    for (int shift = 4; shift >= 0; shift -= 2) {
      int step = 1 << shift;
      int at = i + step - 1;
      // The number of the three that are at most key: the outer two count if key is not less.
      int steps =
          2 + less(ends[at + step], above) - less(key, ends[at]) - less(key, ends[at + 2 * step]);
      i += steps << shift;
    }
    return i;
  }

  /** As {@link #search}, in an even leaf. */
  private int searchEven(long key) {
    if (key < end(0)) {
      return 0; // also from so far below that the distance to base would wrap
    }
    return key < end(count - 1) ? locate(key) : Math.min(count, CAPACITY - 1);
  }

  private static int less(long a, long b) {
    return a < b ? 1 : 0;
  }

  /**
   * What {@link #search} answers, most probably: where the ends lie evenly, as those of areas of
   * one length do, and those of nodes above many areas of any lengths, this computes where the key
   * must be.
   *
   * <p>The answer may be wrong, but is always a number from 0 to 63. Every caller checks the entry
   * that it leads to, and searches if that is the wrong one. No answer of the index depends on
   * {@link #base}, {@link #scale} and {@link #guess}, which may be out of date; except that those
   * of an even leaf never are.
   */
  final int locate(long key) {
    int guess = this.guess;
    if (guess == 0) {
      return ends != null ? searchEnds(key) : ((Leaf) this).locatePacked(key); // it is not even
    }
    long distance = key - base;
    distance &= ~(distance >> 63); // below the base: 0
    // A shift takes the low 6 bits of its right side.
    int i = (int) ((distance >>> guess) * scale >>> FRACTION) & CAPACITY - 1;
    if (guess >= EXACT) {
      return i;
    }
    // The next one if the end is not above the key; without a branch.
    return i + (int) (ends()[i] - key - 1 >>> 63) & CAPACITY - 1;
  }

  /**
   * Prepares {@link #locate} for the ends as they are now.
   *
   * @param changed an entry that was changed, where a difference is most likely
   */
  final void even(int changed) {
    if (!isExact(changed)) {
      nearlyEven();
    }
  }

  /** Prepares {@link #locate} if each end is as far from the next, but for the last. */
  final boolean isExact(int changed) {
    guess = 0;
    if (count < FEWEST_GUESSED) {
      return false;
    }
    long[] ends = ends();
    long width = ends[1] - ends[0];
    int near = Math.max(1, Math.min(changed, count - 3));
    if (ends[near + 1] - ends[near] != width
        || ends[near] - ends[near - 1] != width
        || ends[count - 1] - ends[count - 2] - 1 >= width
        || width <= 0) {
      return false;
    }
    for (int i = 2; i < count - 1; i++) {
      if (ends[i] - ends[i - 1] != width) {
        return false;
      }
    }
    int ignored = ignoredBits(width);
    if ((width & (1L << ignored) - 1) != 0) {
      return false;
    }
    guessBy(width, ends[0] - width, EXACT);
    return true;
  }

  /**
   * Prepares {@link #locate} if all ends, of which it takes samples, are less than half an entry
   * from where they would be if they were as far from each other.
   */
  private void nearlyEven() {
    long[] ends = ends();
    if (count < FEWEST_GUESSED) {
      return;
    }
    // The last entry is often shorter than the others, as what comes next will go there.
    int last = count - 1;
    long span = ends[last - 1] - ends[0];
    long width = span / (last - 1);
    long half = width >> 1;
    if (span <= 0 || width < 4 || ends[last] - ends[last - 1] - half >= width) {
      return; // half of all addresses, or more; or too small for halves; or too long at the end
    }
    int step = Math.max(1, count >> 3);
    long expected = ends[0];
    for (int i = step; i < last; i += step) {
      expected += step * width;
      if (Math.abs(ends[i] - expected) >= half) {
        return;
      }
    }
    guessBy(width, ends[0] - half, NEAR);
  }

  private void guessBy(long width, long base, int kind) {
    int ignored = ignoredBits(width);
    long units = width >>> ignored;
    this.base = base;
    scale = ((1L << FRACTION) + units - 1) / units;
    guess = kind | ignored;
  }

  private static int ignoredBits(long width) {
    return Math.max(0, Long.SIZE - WIDTH_BITS - Long.numberOfLeadingZeros(width));
  }

  /** Forgets the guess: {@link #locate} searches. */
  final void uneven() {
    guess = 0;
  }

  final boolean isGuessed() {
    return guess != 0;
  }

  /**
   * Whether each end is as far from the next, the last included, so that {@link #locate} is right
   * for every key from the first end to the last. For the owner: looks anew.
   */
  final boolean isEven() {
    if (ends == null) {
      return true;
    }
    int before = guess;
    if (!isExact(count)) {
      guess = before; // which may be nearly right
      return false;
    }
    long width = ends[1] - ends[0];
    return ends[count - 1] - ends[count - 2] == width && width <= Long.MAX_VALUE / CAPACITY;
  }

  /** Whether it is certain that entry {@code i} is the first with an end above the key. */
  final boolean isFirstAbove(int i, long key) {
    return i > 0 && i < count && end(i - 1) <= key && key < end(i);
  }

  /** The key of entry {@code i}'s lowest start. */
  abstract long startKey(int i);

  /** The key of the lowest start below this node. */
  final long startKey() {
    return startKey(0);
  }

  /** The key of the highest end below this node. */
  final long endKey() {
    return end(count - 1);
  }

  // ---- Changes, by the owner only ----

  /** This node if it belongs to {@code owner} and may be changed, else a copy that does. */
  abstract Node ownedBy(Object owner);

  /** Adds an area that overlaps no other. This node is not full. */
  abstract void insert(Vma vma);

  /** Removes an area that is below this node. */
  abstract void remove(Vma vma);

  /**
   * Replaces areas that follow each other in one leaf, on one way down, with one search in each
   * node and all checks.
   *
   * <p>Allocates before it changes anything: a node that the owner may change has only such nodes
   * above it.
   *
   * @param startKey the key of the lowest start among {@code old} and {@code areas}
   * @param limit the key of the lowest start above this node; {@link #NO_KEY} if there is none
   * @param least the fewest entries that a leaf must keep if it is this node
   * @return this node or its copy, which the owner may change; null, with nothing changed, if this
   *     is not enough, and on any misuse
   */
  abstract @Nullable Node replaced(
      Object owner,
      long startKey,
      List<? extends Vma> old,
      List<? extends Vma> areas,
      long limit,
      int least);

  /** A node of the same kind and owner without entries. */
  abstract Node empty();

  /**
   * Moves the first {@code n} entries of {@code right}, the next node of the same kind, to the end
   * of this one; if n is negative, the last {@code -n} of this one to the front of right.
   */
  abstract void shift(Node right, int n);

  /** The gap between entry {@code i} and the one before it; 0 if one of them is not here. */
  final long gapBefore(int i) {
    return i <= 0 || i >= count ? 0 : startKey(i) - end(i - 1);
  }

  /** Computes {@link #gap} anew; may stop at {@code most}, which the caller knows to be enough. */
  abstract long measureGap(long most);

  final boolean isFull() {
    return count == CAPACITY;
  }

  /** Whether taking entries from a full neighbour would keep it from being full for a while. */
  final boolean hasRoom() {
    return count <= CAPACITY * 3 / 4;
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
   * @param before the largest of the gaps that the change removed
   * @param after the largest of the gaps that it made
   */
  final void gapChanged(long before, long after) {
    if (Long.compareUnsigned(after, gap) >= 0) {
      gap = after;
    } else if (before == gap) {
      // It may have been the only gap of that size; no gap left is larger.
      gap = measureGap(before);
    }
  }

  /** The ends of a node without entries. */
  static long[] noEnds() {
    long[] ends = new long[CAPACITY];
    Arrays.fill(ends, NO_KEY);
    return ends;
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
