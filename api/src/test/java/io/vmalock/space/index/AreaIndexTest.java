package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreaIndexTest {
  private static final long PAGE = 0x1000;

  // ---- Edges ----

  @Test
  void emptyHasNothing() {
    AreaIndex index = AreaIndex.EMPTY;
    for (long address : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1}) {
      assertThat(index.find(address)).isNull();
      assertThat(index.atOrAfter(address)).isNull();
      assertThat(index.before(address)).isNull();
    }
    assertThat(index).isEmpty();
    assertThat(index.size()).isZero();
    assertThat(index.collect(0, -1)).isEmpty();
    assertThat(index.lowestHole(-1, 1, 0, -1)).isZero();
    assertThat(index.highestHole(PAGE, PAGE, 0, -1)).isEqualTo(-2 * PAGE);
    assertThat(AreaIndex.of(List.of())).isSameAs(index);
    assertThatThrownBy(index.iterator()::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void areasReachTheEdgesOfTheSignedAndTheUnsignedRange() {
    BareVma lowest = new BareVma(0, 1);
    BareVma middle = new BareVma(Long.MAX_VALUE, Long.MIN_VALUE + 1);
    BareVma highest = new BareVma(-2, -1);
    AreaIndex index = AreaIndex.of(List.of(lowest, middle, highest));

    assertThat(index.find(0)).isSameAs(lowest);
    assertThat(index.find(1)).isNull();
    assertThat(index.find(Long.MAX_VALUE)).isSameAs(middle);
    assertThat(index.find(Long.MIN_VALUE)).isSameAs(middle);
    assertThat(index.find(-2)).isSameAs(highest);
    assertThat(index.find(-1)).isNull();
    assertThat(index.atOrAfter(-1)).isNull();
    assertThat(index.before(0)).isNull();
    assertThat(index.before(1)).isSameAs(lowest);
    assertThat(index.before(-2)).isSameAs(middle);
    assertThat(index.before(-1)).isSameAs(highest);
    assertThat(index.first()).isSameAs(lowest);
    assertThat(index.last()).isSameAs(highest);
    assertThat(index).containsExactly(lowest, middle, highest);
    assertThat(index.around(0)).isEqualTo(new AreaTree.Neighbours(null, lowest));
    assertThat(index.around(1)).isEqualTo(new AreaTree.Neighbours(lowest, middle));
    assertThat(index.around(Long.MIN_VALUE)).isEqualTo(new AreaTree.Neighbours(lowest, middle));
    assertThat(index.around(-1)).isEqualTo(new AreaTree.Neighbours(highest, null));
  }

  @Test
  void oneAreaMayFillTheWholeRange() {
    BareVma all = new BareVma(0, -1);
    AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
    edit.replace(List.of(), List.of(all));
    assertThat(edit.find(Long.MIN_VALUE)).isSameAs(all);
    assertThat(edit.lowestHole(1, 1, 0, -1)).isEqualTo(AreaTree.NO_HOLE);
    assertThat(edit.highestHole(1, 1, 0, -1)).isEqualTo(AreaTree.NO_HOLE);
  }

  // ---- Refusals ----

  @Test
  void refusedChangesChangeNothing() {
    AreaIndex index = AreaIndex.of(pages(5_000, 2));
    BareVma here = (BareVma) index.find(200 * PAGE);
    AreaIndex.Edit edit = index.edit();
    List<Vma> areas = List.copyOf(pagesOf(index));
    BareVma twin = new BareVma(here.start(), here.end());
    BareVma aside = new BareVma(here.end(), here.end() + PAGE);
    BareVma wide = new BareVma(here.start(), here.end() + PAGE + 1);

    assertRefused(() -> edit.replace(List.of(), List.of(twin)));
    assertRefused(() -> edit.replace(List.of(), List.of(wide)));
    assertRefused(() -> edit.replace(List.of(), List.of(new BareVma(0, -1))));
    assertRefused(() -> edit.replace(List.of(twin), List.of()));
    assertRefused(() -> edit.replace(List.of(aside), List.of()));
    assertRefused(() -> edit.replace(List.of(new BareVma(-2, -1)), List.of()));
    Vma next = edit.next(here);
    BareVma low = new BareVma(here.start() - PAGE - 1, here.start());
    assertRefused(() -> edit.replace(List.of(twin), List.of(here)));
    assertRefused(() -> edit.replace(List.of(here, here), List.of()));
    assertRefused(() -> edit.replace(List.of(next, here), List.of()));
    assertRefused(() -> edit.replace(List.of(here), List.of(wide)));
    assertRefused(() -> edit.replace(List.of(here), List.of(twin, wide)));
    assertRefused(() -> edit.replace(List.of(here), List.of(aside, twin)));
    assertRefused(() -> edit.replace(List.of(here), List.of(low)));
    assertRefused(() -> edit.replace(List.of(here, edit.last()), List.of(new BareVma(0, -1))));
    assertRefused(() -> edit.replace(List.of(), List.of(aside, new BareVma(0, PAGE))));
    assertRefused(() -> edit.replace(List.of(), List.of(aside, new BareVma(-2, -1), wide)));

    assertThat(edit.freeze()).isSameAs(index);
    assertThat(pagesOf(edit)).isEqualTo(areas);
  }

  @Test
  void bulkBuildWantsOrder() {
    BareVma low = new BareVma(0, PAGE);
    BareVma high = new BareVma(PAGE, 2 * PAGE);
    assertRefused(() -> AreaIndex.of(List.of(high, low)));
    assertRefused(() -> AreaIndex.of(List.of(low, low)));
  }

  @Test
  void holesWantALengthAndAPowerOfTwo() {
    assertRefused(() -> AreaIndex.EMPTY.lowestHole(0, 1, 0, -1));
    assertRefused(() -> AreaIndex.EMPTY.lowestHole(1, 0, 0, -1));
    assertRefused(() -> AreaIndex.EMPTY.highestHole(1, 3, 0, -1));
  }

  // ---- Copying ----

  @Test
  void anEditThatGoesOnAfterFreezeLeavesTheSnapshotAlone() {
    AreaIndex.Edit edit = AreaIndex.of(pages(5_000, 2)).edit();
    BareVma first = new BareVma(PAGE, 2 * PAGE);
    edit.replace(List.of(), List.of(first));
    AreaIndex index = edit.freeze();
    List<Vma> areas = List.copyOf(pagesOf(index));

    edit.replace(List.of(first), List.of());
    edit.replace(List.of(), List.of(new BareVma(3 * PAGE, 3 * PAGE + 1)));
    edit.replace(List.of(edit.last()), List.of(new BareVma(-2, -1)));

    assertThat(TreeInvariants.check(index)).isEqualTo(areas);
    assertThat(edit.find(PAGE)).isNull();
    assertThat(edit.freeze()).isNotSameAs(index);
  }

  @Test
  void twoEditsOfASnapshotDoNotSeeEachOther() {
    AreaIndex index = AreaIndex.of(pages(5_000, 2));
    AreaIndex.Edit one = index.edit();
    AreaIndex.Edit other = index.edit();
    BareVma area = new BareVma(PAGE, 2 * PAGE);
    one.replace(List.of(), List.of(area));
    other.replace(List.of(), List.of(new BareVma(PAGE, PAGE + 1)));
    one.replace(List.of(index.last()), List.of());
    assertThat(one.find(PAGE)).isSameAs(area);
    assertThat(other.last()).isSameAs(index.last());
    assertThat(TreeInvariants.check(index)).hasSize(5_000);
    assertThat(TreeInvariants.check(one)).hasSize(5_000);
    assertThat(TreeInvariants.check(other)).hasSize(5_001);
  }

  @Test
  void aSmallSectionCopiesOnlyThePath() {
    AreaIndex index = AreaIndex.of(pages(300_000, 2));
    Set<Node> before = TreeInvariants.nodes(index);
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      AreaIndex.Edit edit = index.edit();
      Vma vma = index.find(random.nextInt(299_999) * 2 * PAGE);
      edit.replace(List.of(vma), List.of(new BareVma(vma.start(), vma.end() + PAGE)));
      AreaIndex after = edit.freeze();
      Set<Node> nodes = TreeInvariants.nodes(after);
      nodes.removeAll(before);
      assertThat(nodes).hasSize(TreeInvariants.levels(after));
    }
  }

  @Test
  void aLargeSectionCopiesANodeOnce() {
    AreaIndex.Edit edit = AreaIndex.of(pages(5_000, 2)).edit();
    edit.replace(List.of(), List.of(new BareVma(PAGE, 2 * PAGE)));
    Set<Node> nodes = TreeInvariants.nodes(edit);
    for (int i = 0; i < 1_000; i++) {
      Vma vma = edit.find(PAGE);
      edit.replace(List.of(vma), List.of(new BareVma(PAGE, PAGE + 1 + i)));
      edit.replace(List.of(edit.find(PAGE)), List.of());
      edit.replace(List.of(), List.of(new BareVma(PAGE, 2 * PAGE)));
    }
    assertThat(TreeInvariants.nodes(edit)).isEqualTo(nodes);
  }

  // ---- Fill ----

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void runsOfInsertionsLeaveNodesWellFilled(int direction) {
    AreaIndex.Edit edit = AreaIndex.EMPTY.edit();
    for (long i = 0; i < 20_000; i++) {
      long start = (1L << 40) + direction * i * PAGE;
      edit.replace(List.of(), List.of(new BareVma(start, start + PAGE)));
    }
    TreeInvariants.check(edit);
    assertThat(leaves(edit) * Node.CAPACITY).isLessThan(20_000 * 5 / 4);
  }

  @Test
  void nodesGoWhenTheirAreasDo() {
    AreaIndex.Edit edit = AreaIndex.of(pages(20_000, 2)).edit();
    for (int i = 0; i < 20_000; i++) {
      if (i % 20 != 0) {
        edit.replace(List.of(edit.find(i * 2 * PAGE)), List.of());
      }
    }
    assertThat(TreeInvariants.check(edit)).hasSize(1_000);
    assertThat(leaves(edit)).isLessThanOrEqualTo(1_000 / (Node.MINIMUM));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 128, 129, 4_096, 4_097, 300_000})
  void bulkBuildKeepsTheInvariants(int n) {
    List<Vma> areas = pages(n, 3);
    AreaIndex index = AreaIndex.of(areas);
    assertThat(TreeInvariants.check(index)).isEqualTo(areas);
    assertThat(pagesOf(index)).isEqualTo(areas);
    assertThat(index.lowestHole(3 * PAGE, PAGE, 0, -1)).isEqualTo(areas.get(n - 1).end());
  }

  // ---- Holes ----

  @Test
  void holesAreFoundAmongManyAreas() {
    int n = 300_000;
    AreaIndex.Edit edit = AreaIndex.of(pages(n, 2)).edit();
    edit.replace(List.of(edit.find(100_000 * 2 * PAGE)), List.of());
    edit.replace(List.of(edit.find(200_000 * 2 * PAGE)), List.of());
    long low = (100_000 * 2 - 1) * PAGE;
    long high = (200_000 * 2 - 1) * PAGE;
    long end = edit.last().end();

    assertThat(edit.lowestHole(PAGE, PAGE, 0, end)).isEqualTo(PAGE);
    assertThat(edit.highestHole(PAGE, PAGE, 0, end)).isEqualTo(end - 2 * PAGE);
    assertThat(edit.lowestHole(3 * PAGE, PAGE, 0, end)).isEqualTo(low);
    assertThat(edit.lowestHole(3 * PAGE, PAGE, low + 1, end)).isEqualTo(high);
    assertThat(edit.highestHole(3 * PAGE, PAGE, 0, end)).isEqualTo(high);
    assertThat(edit.highestHole(3 * PAGE, PAGE, 0, high + 2 * PAGE)).isEqualTo(low);
    assertThat(edit.lowestHole(4 * PAGE, PAGE, 0, end)).isEqualTo(AreaTree.NO_HOLE);
    assertThat(edit.highestHole(4 * PAGE, PAGE, 0, end)).isEqualTo(AreaTree.NO_HOLE);
    assertThat(edit.lowestHole(4 * PAGE, PAGE, 0, -1)).isEqualTo(end);
  }

  /** The reason for O(log n): without the other children the search must have the same result. */
  @Test
  void holeSearchGoesIntoNoChildWithoutAGapOfTheLength() {
    AreaIndex.Edit edit = AreaIndex.of(pages(300_000, 2)).edit();
    edit.replace(List.of(edit.find(200_000 * 2 * PAGE)), List.of());
    long hole = (200_000 * 2 - 1) * PAGE;
    for (Node node : TreeInvariants.nodes(edit)) {
      if (node instanceof Inner inner) {
        for (int i = 0; i < inner.count; i++) {
          if (inner.gaps[i] < 3 * PAGE) {
            inner.children[i] = null;
          }
        }
      }
    }
    long end = Node.address(edit.root().endKey());
    assertThat(edit.lowestHole(3 * PAGE, PAGE, 0, end)).isEqualTo(hole);
    assertThat(edit.highestHole(3 * PAGE, PAGE, 0, end)).isEqualTo(hole);
    assertThat(edit.lowestHole(4 * PAGE, PAGE, 0, end)).isEqualTo(AreaTree.NO_HOLE);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageMatching(".+");
  }

  /** {@code n} areas of a page each, the first at 0, one every {@code stride} pages. */
  private static List<Vma> pages(int n, int stride) {
    List<Vma> areas = new ArrayList<>(n);
    for (long i = 0; i < n; i++) {
      areas.add(new BareVma(i * stride * PAGE, (i * stride + 1) * PAGE));
    }
    return areas;
  }

  private static List<Vma> pagesOf(AreaTree tree) {
    List<Vma> areas = new ArrayList<>();
    tree.forEach(areas::add);
    return areas;
  }

  private static long leaves(AreaTree tree) {
    return TreeInvariants.nodes(tree).stream().filter(Leaf.class::isInstance).count();
  }
}
