package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.WriteSection;

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

  /** A space with areas of some pages, and a page free after each. */
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

  /** The start of the i-th area of {@link #of}. */
  static long start(int i, int pages) {
    return (pages + 1) * PAGE * i;
  }
}
