package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.WriteSection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Makes the spaces of the scenarios. */
final class Spaces {
  static final long PAGE = 4096;

  private Spaces() {}

  /** An empty space of the subject; it counts events in a JVM that counts. */
  static AddressSpace<Page> empty() {
    AddressSpace<Page> space =
        AddressSpace.<Page>builder().strategy(ThisJvm.STRATEGY).counters(ThisJvm.COUNTING).build();
    if (ThisJvm.COUNTING) {
      Observed.counters(space);
    }
    return space;
  }

  /** A space with areas of some pages, and a page free after each, mapped by a call for each. */
  static AddressSpace<Page> of(int areas, int pages) {
    AddressSpace<Page> space = empty();
    try (WriteSection<Page> section = space.write()) {
      for (int i = 0; i < areas; i++) {
        long start = start(i, pages);
        section.map(start, start + pages * PAGE, new Page(i));
      }
      section.commit();
    }
    return space;
  }

  /** The same, mapped by one call. */
  static AddressSpace<Page> atOnce(int areas, int pages) {
    AddressSpace<Page> space = empty();
    try (WriteSection<Page> section = space.write()) {
      section.mapAll(() -> areas(areas, pages));
      section.commit();
    }
    return space;
  }

  private static Iterator<Area<Page>> areas(int areas, int pages) {
    return new Iterator<>() {
      private int i;

      @Override
      public boolean hasNext() {
        return i < areas;
      }

      @Override
      public Area<Page> next() {
        if (i == areas) {
          throw new NoSuchElementException();
        }
        long start = start(i, pages);
        return new Area<>(start, start + pages * PAGE, new Page(i++), 0);
      }
    };
  }

  /** The start of the i-th area of {@link #of}. */
  static long start(int i, int pages) {
    return (pages + 1) * PAGE * i;
  }
}
