package io.vmalock.bench.replay.areas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle's own oracle: one mapping for each page, in an array. */
class AreaMapTest {
  private static final int PAGES = 40;
  private static final long PAGE = PageSet.PAGE;

  /** So that the comparison of addresses must be unsigned. */
  private static final long BASE = 0x7ffffffffffff000L - 20 * PAGE;

  private final Mapping[] pages = new Mapping[PAGES];
  private final AreaMap map = new AreaMap();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  @SuppressWarnings("ReferenceEquality") // the object is the identity of a state
  void agreesWithAnArrayOfPages(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<MappedArea> before = map.all();
      if (!applyRandom(random)) {
        continue;
      }
      List<MappedArea> expected = areas();
      assertThat(map.all()).isEqualTo(expected);
      AreaMap.Delta delta = map.commit();
      assertThat(map.all()).isEqualTo(expected);
      assertThat(delta.ended())
          .containsExactlyInAnyOrderElementsOf(
              before.stream().filter(area -> !expected.contains(area)).toList());
      assertThat(delta.made())
          .containsExactlyInAnyOrderElementsOf(
              expected.stream().filter(area -> !before.contains(area)).toList());
      for (MappedArea area : map.all()) {
        int same = before.indexOf(area);
        assertThat(same < 0 || before.get(same) == area).isTrue();
      }
      for (int page = 0; page < PAGES; page++) {
        MappedArea found = map.find(at(page) + random.nextInt((int) PAGE));
        assertThat(found == null ? null : found.mapping()).isEqualTo(pages[page]);
      }
    }
  }

  private boolean applyRandom(Random random) {
    int start = random.nextInt(PAGES);
    int end = start + 1 + random.nextInt(PAGES - start);
    Mapping mapping = new Mapping(random.nextInt(2), 0, random.nextInt(2));
    switch (random.nextInt(5)) {
      case 0 -> {
        end = Math.min(end, start + 4);
        map.apply(new Change.Map(at(start), at(end), mapping));
        Arrays.fill(pages, start, end, mapping);
      }
      case 1 -> {
        end = Math.min(end, start + 6);
        map.apply(new Change.Unmap(at(start), at(end)));
        Arrays.fill(pages, start, end, null);
      }
      case 2 -> {
        if (Arrays.asList(pages).subList(start, end).contains(null)) {
          return false;
        }
        Revision revision = Revision.ofProtection(mapping.protection());
        map.apply(new Change.Revise(at(start), at(end), revision));
        for (int page = start; page < end; page++) {
          pages[page] = revision.apply(pages[page]);
        }
      }
      case 3 -> {
        int to = random.nextInt(PAGES - (end - start) + 1);
        List<Mapping> all = Arrays.asList(pages);
        boolean free = all.subList(to, to + end - start).stream().allMatch(page -> page == null);
        if (all.subList(start, end).contains(null) || !free) {
          return false;
        }
        map.apply(new Change.Move(at(start), at(end), at(to)));
        for (int page = start; page < end; page++) {
          pages[to + page - start] = pages[page];
          pages[page] = null;
        }
      }
      default -> {
        if (end - start < 2
            || pages[start] == null
            || Arrays.stream(pages, start + 1, end).anyMatch(page -> page != null)) {
          return false;
        }
        map.apply(new Change.Grow(at(start + 1), at(end)));
        Arrays.fill(pages, start + 1, end, pages[start]);
      }
    }
    return true;
  }

  private static long at(int page) {
    return BASE + page * PAGE;
  }

  private List<MappedArea> areas() {
    List<MappedArea> areas = new ArrayList<>();
    for (int from = 0; from < PAGES; ) {
      int to = from + 1;
      while (to < PAGES && pages[from] != null && pages[from].equals(pages[to])) {
        to++;
      }
      if (pages[from] != null) {
        areas.add(new MappedArea(at(from), at(to), pages[from]));
      }
      from = to;
    }
    return areas;
  }

  @Test
  void aCopyIsOnItsOwn() {
    map.apply(new Change.Map(0x1000, 0x3000, new Mapping(1, 0, 0)));
    AreaMap copy = map.copy();
    copy.apply(new Change.Unmap(0x1000, 0x2000));
    assertThat(map.all()).hasSize(1);
    assertThat(map.find(0x1000)).isNotNull();
    assertThat(copy.find(0x1000)).isNull();
  }
}
