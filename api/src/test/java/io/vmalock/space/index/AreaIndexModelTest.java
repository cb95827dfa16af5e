package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random edits and questions, each against {@link AreaModel}: in a window of addresses at each edge
 * of the unsigned and the signed range, growing to three levels of nodes and shrinking to none.
 */
class AreaIndexModelTest {
  private static final int STEPS = 16_000;
  private static final long WINDOW = 1 << 17;
  private static final int MANY_AREAS = 6_000;

  private final AreaModel model = new AreaModel();
  private final Map<AreaIndex, List<Vma>> snapshots = new IdentityHashMap<>();
  private AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
  private Random random;
  private long base;

  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "3, 7fffffffffff0000", "5, fffffffffffe0000", "7, 7f0000000000"})
  void answersAsTheModel(long seed, String window) {
    compare(seed, window, STEPS);
  }

  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({
    "1, 0",
    "2, 0",
    "3, 7fffffffffff0000",
    "4, 7fffffffffff0000",
    "5, fffffffffffe0000",
    "6, fffffffffffe0000",
    "7, 7f0000000000",
  })
  @Tag("slow")
  void answersAsTheModelForLonger(long seed, String window) {
    compare(seed, window, 3 * STEPS);
  }

  private void compare(long seed, String window, int steps) {
    random = new Random(seed);
    base = Long.parseUnsignedLong(window, 16);
    int mostLevels = 0;
    boolean growing = true;
    int most = MANY_AREAS;
    for (int step = 0; step < steps; step++) {
      if (model.size() >= most) {
        growing = false;
        most = 1 + random.nextInt(MANY_AREAS);
      } else if (model.size() == 0) {
        growing = true;
      }
      change(growing);
      ask();
      if (random.nextInt(20) == 0) {
        newSection();
      }
      if (step % 1000 == 0) {
        assertThat(TreeInvariants.check(edit)).isEqualTo(model.areas());
        mostLevels = Math.max(mostLevels, TreeInvariants.levels(edit));
      }
    }
    while (model.size() > 0) {
      remove(model.atOrAfter(address()) != null ? model.atOrAfter(address()) : edit.first());
    }
    assertThat(TreeInvariants.check(edit)).isEmpty();
    assertThat(mostLevels).as("levels, or the test is too small").isGreaterThanOrEqualTo(3);
    snapshots.forEach(
        (index, areas) ->
            assertThat(TreeInvariants.check(index)).as("a snapshot").isEqualTo(areas));
  }

  private long address() {
    return base + random.nextLong(WINDOW);
  }

  private void change(boolean growing) {
    int kind = random.nextInt(10);
    Vma old = model.atOrAfter(address());
    if (kind < 2 && old != null) {
      replace(old);
    } else if (growing == (kind < 9)) {
      insert();
    } else if (old != null) {
      remove(old);
    }
  }

  private void insert() {
    long start = address();
    long end = start + 1 + random.nextLong(12);
    if (Long.compareUnsigned(start, end) >= 0) {
      return;
    }
    BareVma area = new BareVma(start, end);
    if (model.overlapping(start, end).isEmpty()) {
      edit.replace(List.of(), List.of(area));
      model.insert(area);
    } else {
      assertThatThrownBy(() -> edit.replace(List.of(), List.of(area)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void remove(Vma vma) {
    if (vma != null) {
      edit.replace(List.of(vma), List.of());
      model.remove(vma);
    }
  }

  /**
   * Puts others in the place of some areas in a row, within the free ranges around them; one of the
   * row may stay. Splits, grows, shrinks, moves, joins, removes and adds them so, a few at a time
   * or more than a leaf holds.
   */
  private void replace(Vma first) {
    int many = random.nextInt(50) == 0 ? 150 : 4;
    List<Vma> row = new ArrayList<>();
    Vma next = first;
    for (int n = random.nextInt(many); n >= 0 && next != null; n--) {
      row.add(next);
      next = model.atOrAfter(next.end());
    }
    Vma before = model.before(first.start());
    long from = before == null ? base : before.end();
    long to = next == null ? row.get(row.size() - 1).end() : next.start();
    List<Vma> parts = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      Vma stays = row.remove(random.nextInt(row.size()));
      addParts(parts, from, stays.start(), many);
      from = stays.end();
    }
    addParts(parts, from, to, many);
    edit.replace(row, parts);
    row.forEach(model::remove);
    parts.forEach(model::insert);
  }

  private void addParts(List<Vma> parts, long from, long to, int most) {
    long start = from;
    for (int n = random.nextInt(most); n > 0 && start != to; n--) {
      start += random.nextLong((to - start) / n + 1);
      if (start != to) {
        long end = start + 1 + random.nextLong((to - start - 1) / n + 1);
        parts.add(new BareVma(start, end));
        start = end;
      }
    }
  }

  private void ask() {
    long address = address();
    Vma found = model.find(address);
    assertThat(edit.find(address)).isSameAs(found);
    assertThat(edit.atOrAfter(address)).isSameAs(model.atOrAfter(address));
    assertThat(edit.before(address)).isSameAs(model.before(address));
    assertThat(edit.around(address).below()).isSameAs(model.endingAtOrBelow(address));
    assertThat(edit.around(address).above()).isSameAs(model.atOrAfter(address));
    assertThat(edit.size()).isEqualTo(model.size());
    if (found != null) {
      assertThat(edit.next(found)).isSameAs(model.atOrAfter(found.end()));
      assertThat(edit.previous(found)).isSameAs(model.before(found.start()));
    }
    long end = address + random.nextLong(500);
    if (Long.compareUnsigned(address, end) < 0) {
      assertThat(edit.collect(address, end)).isEqualTo(model.overlapping(address, end));
    }
    if (random.nextInt(50) == 0) {
      askForHoles();
    }
  }

  private void askForHoles() {
    long length = 1 + random.nextLong(random.nextBoolean() ? 30 : 2000);
    long alignment = 1L << random.nextInt(8);
    boolean everywhere = random.nextInt(3) == 0;
    long low = everywhere ? 0 : address();
    long high = everywhere ? -1 : address();
    assertThat(edit.lowestHole(length, alignment, low, high))
        .isEqualTo(model.hole(true, length, alignment, low, high));
    assertThat(edit.highestHole(length, alignment, low, high))
        .isEqualTo(model.hole(false, length, alignment, low, high));
  }

  /** Freezes and goes on with the same edit or one of the snapshot; either must leave it alone. */
  private void newSection() {
    AreaIndex index = edit.freeze();
    assertThat(index.size()).isEqualTo(model.size());
    long address = address();
    assertThat(index.find(address)).isSameAs(model.find(address));
    if (random.nextInt(20) == 0) {
      snapshots.put(index, model.areas());
    }
    if (random.nextBoolean()) {
      edit = index.edit();
    }
  }
}
