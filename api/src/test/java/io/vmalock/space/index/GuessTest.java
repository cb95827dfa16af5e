package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's guess never decides an answer, whatever the areas' lengths are. */
class GuessTest {
  private static final long PAGE = 0x1000;
  private static final int AREAS = 4_500;
  private static final int ROUNDS = 5;
  private static final long[] FAR = {
    0, 1, PAGE, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1
  };

  private final Random random = new Random(17);
  private final TreeMap<Long, Vma> model = new TreeMap<>(Long::compareUnsigned);

  enum Lengths {
    EQUAL(r -> PAGE),
    ONE(r -> 1),
    ODD(r -> 3 * PAGE + 1),
    HUGE(r -> 1L << 48),
    NEARLY(r -> PAGE * (255 + r.nextInt(3))),
    FEW(r -> PAGE << 3 * r.nextInt(3)),
    RANDOM(r -> 1 + r.nextInt(1 << 20)),
    GEOMETRIC(r -> 1L << r.nextInt(48)),
    ONE_GIANT(r -> r.nextInt(1000) == 0 ? 1L << 50 : PAGE);

    final ToLongFunction<Random> next;

    Lengths(ToLongFunction<Random> next) {
      this.next = next;
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAsASortedMap(Lengths lengths) {
    for (double holes : new double[] {0, 0.02, 0.5}) {
      // From below, across the middle of the range, and up to its end.
      for (LongUnaryOperator low :
          List.<LongUnaryOperator>of(n -> 0, n -> Long.MIN_VALUE - n / 2, n -> -1 - n)) {
        List<Vma> areas = draw(lengths, holes, low);
        model.clear();
        areas.forEach(vma -> model.put(vma.start(), vma));
        check(AreaIndex.of(areas));
        AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
        areas.forEach(vma -> edit.replace(List.of(), List.of(vma)));
        check(edit);
        change(edit, areas);
      }
    }
  }

  /**
   * Areas with holes between some of them; {@code low} gives their start for their whole length.
   */
  private List<Vma> draw(Lengths lengths, double holes, LongUnaryOperator low) {
    List<long[]> drawn = new ArrayList<>();
    long at = 0;
    while (drawn.size() < AREAS) {
      long hole = random.nextDouble() < holes ? lengths.next.applyAsLong(random) : 0;
      long end = at + hole + lengths.next.applyAsLong(random);
      if (end < 0) {
        break;
      }
      drawn.add(new long[] {at + hole, end});
      at = end;
    }
    long base = low.applyAsLong(at);
    List<Vma> areas = new ArrayList<>();
    drawn.forEach(one -> areas.add(new BareVma(base + one[0], base + one[1])));
    return areas;
  }

  /** Takes areas out, cuts some and puts some back, so that guesses grow old and are made anew. */
  private void change(AreaIndex.Edit edit, List<Vma> areas) {
    for (int round = 0; round < ROUNDS; round++) {
      double part = random.nextDouble() / (1 + random.nextInt(20));
      for (Vma vma : areas) {
        if (random.nextDouble() < part) {
          Vma there = model.remove(vma.start());
          List<Vma> old = there == null ? List.of() : List.of(there);
          long length = vma.end() - vma.start();
          Vma other =
              random.nextInt(3) == 0
                  ? vma
                  : new BareVma(vma.start(), vma.start() + 1 + random.nextLong(length));
          List<Vma> next = random.nextBoolean() ? List.of() : List.of(other);
          edit.replace(old, next);
          next.forEach(one -> model.put(one.start(), one));
        }
      }
      AreaIndex snapshot = edit.freeze();
      check(snapshot);
    }
  }

  private void check(AreaTree tree) {
    for (long address : FAR) {
      check(tree, address);
    }
    int i = 0;
    for (Vma vma : model.values()) {
      if (++i % 7 == 0 || i < 100 || i > model.size() - 100) {
        check(tree, vma.start() - 1);
        check(tree, vma.start());
        check(tree, vma.start() + random.nextLong(vma.end() - vma.start()));
        check(tree, vma.end() - 1);
        check(tree, vma.end());
      }
    }
  }

  private void check(AreaTree tree, long address) {
    Map.Entry<Long, Vma> below = model.floorEntry(address);
    Vma found = below != null && below.getValue().contains(address) ? below.getValue() : null;
    Map.Entry<Long, Vma> next = model.higherEntry(address);
    Vma following = next == null ? null : next.getValue();
    if (tree.find(address) != found
        || tree.atOrAfter(address) != (found == null ? following : found)) {
      assertThat(tree.find(address)).as("find %x", address).isSameAs(found);
      assertThat(tree.atOrAfter(address))
          .as("atOrAfter %x", address)
          .isSameAs(found == null ? following : found);
    }
  }

  // ---- What the guess is for: without these it could be none, and all answers right ----

  @Test
  void equalLengthsAreNotSearched() {
    for (long length : new long[] {1, 24, PAGE, 3 * PAGE, 1L << 30, 1L << 40}) {
      for (long gap : new long[] {0, length}) {
        AreaIndex built = AreaIndex.of(row(64 * 64 * 4, length, gap));
        assertThat(right(built.root(), length)).as("length %x", length).isEqualTo(1);
        AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
        row(64 * 64 * 4, length, gap).forEach(vma -> edit.replace(List.of(), List.of(vma)));
        assertThat(right(edit.root(), length)).as("length %x", length).isGreaterThan(0.9);
      }
    }
  }

  @Test
  void aHoleThatIsFilledIsForgotten() {
    List<Vma> areas = row(1_024, PAGE, PAGE);
    AreaIndex.Edit edit = AreaIndex.of(areas).edit();
    Vma one = areas.get(500);
    edit.replace(List.of(one), List.of());
    edit.replace(List.of(), List.of(one));
    Vma between = new BareVma(one.end(), one.end() + PAGE);
    edit.replace(List.of(), List.of(between));
    assertThat(edit.find(between.start())).isSameAs(between);
    edit.replace(List.of(between), List.of());
    assertThat(right(edit.root(), PAGE)).isGreaterThan(0.97); // 0.94 if a leaf's guess were lost
  }

  /**
   * Even leaves know no ends, however they came about: without these all answers would be right.
   */
  @Test
  void equalLengthsTakeNoEnds() {
    for (long length : new long[] {1, PAGE, 1L << 40}) {
      List<Vma> areas = row(64 * 64, length, length);
      assertThat(even(AreaIndex.of(areas).root())).isEqualTo(1);
      AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
      areas.forEach(vma -> edit.replace(List.of(), List.of(vma)));
      assertThat(even(edit.root())).isGreaterThan(0.9);
      AreaIndex.Edit sections = AreaIndex.EMPTY.edit();
      for (Vma vma : areas) {
        sections.replace(List.of(), List.of(vma));
        sections.freeze();
      }
      assertThat(even(sections.root())).isGreaterThan(0.9);
    }
    List<Vma> areas = row(64 * 64, PAGE, PAGE);
    AreaIndex.Edit edit = AreaIndex.of(areas).edit();
    for (int i = 32; i < areas.size(); i += 64) {
      Vma one = areas.get(i);
      edit.replace(List.of(one), List.of());
      edit.freeze();
      assertThat(edit.find(one.start())).isNull();
      assertThat(edit.find(one.end() + PAGE)).isSameAs(areas.get(i + 1));
      edit.replace(List.of(), List.of(one));
      edit.freeze();
    }
    assertThat(even(edit.root())).isEqualTo(1);
    assertThat(TreeInvariants.check(edit)).isEqualTo(areas);
  }

  /** Distances between them, and from the first to the last, that no signed number has. */
  @ParameterizedTest
  @ValueSource(ints = {56, 57, 58, 59, 60, 61})
  void equalLengthsOverAllAddresses(int bits) {
    for (int n = 4; n <= Math.min(64, (1 << 64 - bits) - 1); n++) {
      model.clear();
      for (long i = 0; i < n; i++) {
        put(new BareVma(i << bits, (i << bits) + (1L << bits - 1)));
      }
      AreaIndex index = AreaIndex.of(new ArrayList<>(model.values()));
      check(index);
      assertThat(TreeInvariants.check(index)).isEqualTo(new ArrayList<>(model.values()));
      for (Vma vma : model.values()) {
        assertThat(index.collect(vma.end(), vma.end() + (1L << bits - 1) + 1)).hasSizeLessThan(2);
        assertThat(index.around(vma.end()).below()).isSameAs(vma);
        assertThat(index.at(index.wayTo(vma.start()))).isSameAs(vma);
      }
    }
  }

  /** The share of the leaves that know no ends. */
  private static double even(Node node) {
    if (node instanceof Inner inner) {
      double sum = 0;
      for (int i = 0; i < inner.count; i++) {
        sum += even(inner.at(i));
      }
      return sum / inner.count;
    }
    return node.ends == null ? 1 : 0;
  }

  private enum Run {
    EVEN,
    SHORT_LAST,
    ONE_OFF,
    ANY
  }

  /**
   * Runs of even areas among others, built at once, one by one and in sections, then changed in
   * their middle: split, merged, grown to the next, taken out and put back, a few or thousands at
   * once.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void answersAsASortedMapAmongEvenRuns(long seed) {
    random.setSeed(seed);
    for (int times = 0; times < 12; times++) {
      model.clear();
      long at = 0;
      while (model.size() < 2_000) {
        long length = random.nextInt(4) == 0 ? 1L << random.nextInt(54) : PAGE;
        long gap = random.nextInt(3) == 0 ? 0 : random.nextBoolean() ? length : PAGE;
        Run run = Run.values()[random.nextInt(Run.values().length)];
        int n = 1 + random.nextInt(300);
        if (Math.multiplyHigh(n, length + gap) != 0 || at + n * (length + gap) < at) {
          break;
        }
        for (int i = 0; i < n; i++) {
          boolean last = run == Run.SHORT_LAST && i == n - 1;
          boolean off = run == Run.ONE_OFF && i == n / 2;
          long mine = last || off || run == Run.ANY ? 1 + random.nextLong(length) : length;
          put(new BareVma(at, at + mine));
          at += length + gap;
        }
      }
      shift(times);
      List<Vma> areas = new ArrayList<>(model.values());
      AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
      if (times % 3 == 0) {
        edit = AreaIndex.of(areas).edit();
      } else {
        for (Vma vma : areas) {
          edit.replace(List.of(), List.of(vma));
          if (times % 3 == 1) {
            edit.freeze();
          }
        }
      }
      check(edit);
      for (int round = 0; round < 30; round++) {
        AreaIndex before = edit.freeze();
        List<Vma> then = new ArrayList<>(model.values());
        for (int n = random.nextInt(4); n >= 0; n--) {
          changeSome(edit);
        }
        check(edit);
        assertThat(TreeInvariants.check(edit)).isEqualTo(new ArrayList<>(model.values()));
        assertThat(TreeInvariants.check(before)).as("a snapshot").isEqualTo(then);
      }
    }
  }

  private void put(Vma vma) {
    model.put(vma.start(), vma);
  }

  /** Moves the areas of the model so that the lowest starts, or the highest ends, at an edge. */
  private void shift(int times) {
    long end = model.lastEntry().getValue().end();
    long[] shifts = {0, Long.MIN_VALUE - end, -1 - end, Long.MIN_VALUE - 1 - end};
    long shift = shifts[times % shifts.length];
    List<Vma> areas = new ArrayList<>(model.values());
    model.clear();
    areas.forEach(vma -> put(new BareVma(vma.start() + shift, vma.end() + shift)));
  }

  /** Replaces a row of areas by those of them that stay, by their parts, or by one for all. */
  private void changeSome(AreaIndex.Edit edit) {
    if (model.isEmpty()) {
      return;
    }
    List<Vma> all = new ArrayList<>(model.values());
    int from = random.nextInt(all.size());
    int most = random.nextInt(10) == 0 ? 1_000 : 3;
    List<Vma> row = all.subList(from, Math.min(all.size(), from + 1 + random.nextInt(most)));
    List<Vma> next = new ArrayList<>();
    int kind = random.nextInt(4);
    if (kind == 0) {
      next.add(new BareVma(row.get(0).start(), row.get(row.size() - 1).end()));
    }
    for (Vma vma : row) {
      long length = vma.end() - vma.start();
      if (kind == 1 && Long.compareUnsigned(length, 1) > 0) {
        long middle = vma.start() + (length >>> 1);
        next.add(new BareVma(vma.start(), middle));
        next.add(new BareVma(middle, vma.end()));
      } else if (kind == 2) {
        next.add(new BareVma(vma.start(), vma.end()));
      }
    }
    edit.replace(row, next);
    row.forEach(vma -> model.remove(vma.start()));
    next.forEach(this::put);
    if (kind == 3 && random.nextBoolean()) { // taken out: put back
      edit.replace(List.of(), row);
      row.forEach(this::put);
    }
  }

  private static List<Vma> row(int n, long length, long gap) {
    List<Vma> areas = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      areas.add(new BareVma(i * (length + gap), i * (length + gap) + length));
    }
    return areas;
  }

  /** The share of the entries at whose ends the guess is right. */
  private static double right(Node node, long length) {
    int[] counts = new int[2];
    count(node, length, counts);
    return counts[0] / (double) counts[1];
  }

  private static void count(Node node, long length, int[] counts) {
    for (int i = 0; i < node.count; i++) {
      for (long key : new long[] {node.end(i) - 1, node.end(i) - length}) {
        if (node.isGuessed() && node.locate(key) == node.search(key)) {
          counts[0]++;
        }
        counts[1]++;
      }
      if (node instanceof Inner inner) {
        count(inner.at(i), length, counts);
      }
    }
  }
}
