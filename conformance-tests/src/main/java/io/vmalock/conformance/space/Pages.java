package io.vmalock.conformance.space;

/**
 * What the areas of a test stand for: pages of memory, which are there while they are mapped, and
 * on which readers leave tracks.
 *
 * <p>All of it is plain memory: the locks under test are all that orders it.
 */
final class Pages {
  static final long PAGE = 0x1000;

  /** By page: whether it is there. */
  private final boolean[] present;

  /** By page and reader: even while that reader is not at work on the page. */
  private final int[][] tracks;

  Pages(int pages, int readers) {
    present = new boolean[pages];
    tracks = new int[pages][readers];
  }

  /** Before the pages are mapped. */
  void allocate(long start, long end) {
    for (int page = page(start); page < page(end); page++) {
      present[page] = true;
    }
  }

  /** After the pages were unmapped. */
  void free(long start, long end) {
    requireUnused(start, end);
    for (int page = page(start); page < page(end); page++) {
      present[page] = false;
    }
  }

  /** A writer's look: no reader may be at work. */
  void requireUnused(long start, long end) {
    for (int page = page(start); page < page(end); page++) {
      for (int track : tracks[page]) {
        if ((track & 1) != 0) {
          throw new AssertionError("a reader is inside " + words(page) + ", and must not be");
        }
      }
    }
  }

  /** A reader's work inside a hold: all that it holds must stay there. */
  void use(int reader, long start, long end, Runnable inTheMiddle) {
    for (int page = page(start); page < page(end); page++) {
      requirePresent(page);
      tracks[page][reader]++;
    }
    inTheMiddle.run();
    for (int page = page(start); page < page(end); page++) {
      requirePresent(page);
      tracks[page][reader]++;
    }
  }

  private void requirePresent(int page) {
    if (!present[page]) {
      throw new AssertionError(words(page) + " is held and was freed");
    }
  }

  private static String words(int page) {
    return "the page at 0x" + Long.toHexString(page * PAGE);
  }

  private static int page(long address) {
    return (int) (address / PAGE);
  }
}
