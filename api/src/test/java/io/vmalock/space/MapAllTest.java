package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mapping many areas by one call: as one by one, or not at all. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MapAllTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> released = Collections.synchronizedList(new ArrayList<>());

  private AddressSpace<String> space() {
    return AddressSpace.<String>builder()
        .strategy(new MonitorStrategy())
        .range(0, 1L << 40)
        .release(released::add)
        .build();
  }

  private static Area<String> area(long start, long end, String attachment) {
    return new Area<>(start, end, attachment, 0);
  }

  private static List<Area<String>> list(AddressSpace<String> space) {
    List<Area<String>> areas = new ArrayList<>();
    try (ReadSection<String> section = space.readLocked()) {
      section.forEach(areas::add);
    }
    return areas;
  }

  // ---- As one by one ----

  /** Around the sizes of a leaf, of two, and of a full node of full leaves. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 100_000})
  void mapsAsOneByOneDoes(int n) {
    Random random = new Random(n);
    AddressSpace<String> all = space();
    AddressSpace<String> single = space();
    List<Area<String>> areas = new ArrayList<>();
    long address = random.nextInt(3);
    for (int i = 0; i < n; i++) {
      long end = address + 1 + random.nextInt(1 << random.nextInt(20));
      areas.add(new Area<>(address, end, "a" + i, random.nextInt(3)));
      address = end + Math.max(0, random.nextInt(9) - 4);
    }
    all.write(section -> section.mapAll(areas));
    single.write(
        section ->
            areas.forEach(
                each -> section.map(each.start(), each.end(), each.attachment(), each.offset())));
    assertThat(list(all)).isEqualTo(areas).isEqualTo(list(single));
    try (ReadSection<String> one = all.readLocked();
        ReadSection<String> other = single.readLocked()) {
      assertThat(one.size()).isEqualTo(n);
      for (Area<String> each : areas) {
        for (long at : new long[] {each.start() - 1, each.start(), each.end() - 1, each.end()}) {
          assertThat(one.find(at)).isEqualTo(other.find(at));
          assertThat(one.atOrAfter(at)).isEqualTo(other.atOrAfter(at));
        }
      }
    }
    all.close();
    single.close();
  }

  @Test
  void mapsBetweenAreasThatAreThere() throws Exception {
    AddressSpace<String> space = space();
    space.write(section -> section.map(0x2000, 0x3000, "b"));
    space.write(
        section -> {
          section.map(0x6000, 0x7000, "f");
          section.mapAll(
              List.of(
                  area(0x1000, 0x2000, "a"),
                  area(0x3000, 0x4000, "c"),
                  area(0x4000, 0x5000, "d"),
                  area(0x8000, 0x9000, "g")));
          section.map(0x5000, 0x6000, "e");
          assertThat(section.size()).isEqualTo(7);
        });
    assertThat(list(space))
        .extracting(Area::attachment)
        .containsExactly("a b c d e f g".split(" "));
    for (Area<String> area : list(space)) {
      assertThat(space.<String>read(area.end() - 1, Hold::attachment)).isEqualTo(area.attachment());
    }
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrder("a b c d e f g".split(" "));
  }

  /** An area that merges is retired, and its reader stays in it. */
  @Test
  void mergesWithEachOtherAndWithNeighbours() throws Exception {
    AddressSpace<String> space = space();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x4000, 0x5000, "a", 0x3000);
          section.map(0x6000, 0x7000, "b");
        });
    Hold<String> inside = space.hold();
    inside.startRead(0x4000);
    Commit commit =
        space.write(
            section ->
                section.mapAll(
                    List.of(
                        new Area<>(0x2000, 0x3000, "a", 0x1000),
                        new Area<>(0x3000, 0x4000, "a", 0x2000),
                        new Area<>(0x5000, 0x6000, "a", 0x4000),
                        new Area<>(0x7000, 0x7800, "b", 0x1000))));
    assertThat(list(space)).containsExactly(area(0x1000, 0x6000, "a"), area(0x6000, 0x7800, "b"));
    assertThat(inside.end()).isEqualTo(0x5000);
    assertThat(commit.isReleased()).isFalse();
    inside.endRead();
    assertThat(commit.await(LONG)).isTrue();
    assertThat(released).isEmpty();
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void mapsTheViewOfAnotherSpace() throws Exception {
    AddressSpace<String> first = space();
    first.write(section -> section.mapAll(List.of(area(1, 2, "a"), area(5, 9, "b"))));
    AddressSpace<String> copy =
        AddressSpace.<String>builder().strategy(new MonitorStrategy()).build();
    try (ReadSection<String> areas = first.readLocked()) {
      copy.write(section -> section.mapAll(areas));
    }
    assertThat(list(copy)).isEqualTo(list(first));
    first.close(LONG);
  }

  /** What one section maps and unmaps, no reader ever sees; it is released all the same. */
  @Test
  void whatComesAndGoesInOneSectionIsReleased() throws Exception {
    AddressSpace<String> space = space();
    Commit commit =
        space.write(
            section -> {
              section.mapAll(List.of(area(1, 2, "a"), area(5, 9, "b"), area(11, 12, "c")));
              section.unmap(4, 10);
            });
    assertThat(commit.await(LONG)).isTrue();
    assertThat(released).containsExactly("b");
    assertThat(list(space)).containsExactly(area(1, 2, "a"), area(11, 12, "c"));
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrder("a", "b", "c");
  }

  // ---- Or not at all ----

  @Test
  void refusesWhatIsNotInOrder() {
    assertRefused(
        List.of(area(0x3000, 0x4000, "x"), area(0x1000, 0x2000, "y")),
        "[0x1000, 0x2000) begins below 0x4000",
        "ascending");
    assertRefused(
        List.of(area(0x3000, 0x4000, "x"), area(0x3fff, 0x5000, "y")),
        "[0x3fff, 0x5000) begins below 0x4000");
    assertRefused(
        List.of(area(0x3000, 0x4000, "x"), area(0x3000, 0x4000, "y")),
        "[0x3000, 0x4000) begins below 0x4000");
  }

  @Test
  void refusesBadRanges() {
    Area<String> good = area(0x3000, 0x4000, "x");
    assertRefused(List.of(good, area(0x5000, 0x5000, "y")), "start < end");
    assertRefused(List.of(good, area(0x5000, 0x4fff, "y")), "start < end");
    assertRefused(List.of(good, area(-0x1000, 0, "y")), "start < end");
    assertRefused(List.of(good, area(1L << 39, (1L << 40) + 1, "y")), "is not inside");
  }

  /** Before the first of the input, between two, inside of one and behind the last. */
  @Test
  void refusesWhatOverlapsAnArea() {
    for (long[] bad :
        new long[][] {
          {0x10000, 0x10001}, {0x10fff, 0x11001}, {0xffff, 0x10001}, {0x8000, 0x18000},
          {0x20000, 0x20001}, {0x1ffff, 0x20001}, {0x20fff, 0x22000}, {0x20800, 0x20801},
        }) {
      String words = bad[0] < 0x18000 ? "the area [0x10000, 0x11000)" : "[0x20000, 0x21000)";
      Area<String> area = area(bad[0], bad[1], "x");
      assertRefused(List.of(area), "overlaps", words);
      assertRefused(List.of(area(0x1000, 0x2000, "v"), area, area(0x40000, 0x40001, "w")), words);
    }
    // The one that was mapped here has taken in the next.
    assertRefused(
        List.of(new Area<>(0x9000, 0x10000, "a", -0x7000), area(0x10800, 0x12000, "x")),
        "overlaps the area [0x10000, 0x11000)");
  }

  @Test
  void refusesNull() {
    AddressSpace<String> space = space();
    try (WriteSection<String> section = space.write()) {
      assertThatThrownBy(() -> section.mapAll(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> section.mapAll(() -> null)).hasMessage("iterator");
      assertThatThrownBy(() -> section.mapAll(Arrays.asList(area(1, 2, "x"), null)))
          .hasMessage("area");
      assertThatThrownBy(() -> section.mapAll(List.of(area(1, 2, "x"), area(2, 3, null))))
          .hasMessage("attachment");
      assertThat(section.size()).isZero();
      section.commit();
    }
    assertThat(released).isEmpty();
  }

  private static final class Stop extends Error {
    private static final long serialVersionUID = 1;

    Stop() {
      super("the iterator's own");
    }
  }

  /** Gives some areas, and then throws. */
  private static Iterable<Area<String>> stopping(List<Area<String>> areas, int at) {
    return () ->
        new Iterator<>() {
          private int given;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Area<String> next() {
            if (given == at) {
              throw new Stop();
            }
            return areas.get(given++);
          }
        };
  }

  /** Wherever the caller's iterator throws, the caller keeps all attachments. */
  @Test
  void anIteratorThatThrowsChangesNothing() throws Exception {
    List<Area<String>> areas = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      areas.add(new Area<>(0x11000 + 2 * i, 0x11001 + 2 * i, "a", 0x1000 + 2 * i));
    }
    for (int at = 0; at < areas.size(); at += 1 + at / 4) {
      AddressSpace<String> space = occupied();
      List<Area<String>> before = list(space);
      Iterable<Area<String>> bad = stopping(areas, at);
      try (WriteSection<String> section = space.write()) {
        section.map(0x30000, 0x31000, "c");
        assertThatThrownBy(() -> section.mapAll(bad)).isInstanceOf(Stop.class);
        assertThat(section).hasSize(3).containsAll(before);
        section.mapAll(areas.subList(0, at)); // the very same can be mapped afterwards
        section.unmap(0x11000, 0x12000);
        section.commit();
      }
      assertThat(list(space)).hasSize(3).containsAll(before);
      space.close(LONG);
      assertThat(released).containsExactlyInAnyOrder("a", "b", "c");
      released.clear();
    }
  }

  @Test
  void anAttachmentWhoseReleaseHasBegunIsRefused() throws Exception {
    AddressSpace<String> space = occupied();
    String dead = "dead";
    space.write(section -> section.map(0, 1, dead));
    space.write(section -> section.unmap(0, 1)).await(LONG);
    assertThat(released).containsExactly("dead");
    try (WriteSection<String> section = space.write()) {
      assertThatThrownBy(
              () -> section.mapAll(List.of(area(1, 2, "x"), area(3, 4, dead), area(5, 6, "y"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has begun");
      assertThat(section.size()).isEqualTo(2);
      section.commit();
    }
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrder("dead", "a", "b"); // x is the caller's
  }

  @Test
  void theIteratorMustNotUseTheSection() {
    AddressSpace<String> space = occupied();
    try (WriteSection<String> section = space.write()) {
      assertThatThrownBy(() -> section.mapAll(section))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in the middle of a change");
      section.commit();
    }
    assertThat(list(space)).hasSize(2);
    assertThat(released).isEmpty();
  }

  @Test
  void aSectionThatHasEndedMapsNothing() {
    AddressSpace<String> space = occupied();
    WriteSection<String> section = space.write();
    section.close();
    assertThatThrownBy(() -> section.mapAll(List.of())).isInstanceOf(IllegalStateException.class);
  }

  private AddressSpace<String> occupied() {
    AddressSpace<String> space = space();
    space.write(
        section -> {
          section.map(0x10000, 0x11000, "a");
          section.map(0x20000, 0x21000, "b");
        });
    return space;
  }

  private void assertRefused(List<Area<String>> areas, String... words) {
    AddressSpace<String> space = occupied();
    List<Area<String>> before = list(space);
    try (WriteSection<String> section = space.write()) {
      assertThatThrownBy(() -> section.mapAll(areas))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(words);
      assertThat(section).containsExactlyElementsOf(before);
      section.commit();
    }
    assertThat(list(space)).isEqualTo(before);
    assertThat(released).isEmpty();
  }
}
