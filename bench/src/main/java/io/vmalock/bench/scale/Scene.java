package io.vmalock.bench.scale;

import io.vmalock.bench.scale.machine.Extent;
import java.util.Arrays;
import java.util.List;

/** A scenario on simulated cores: one of the benchmarks' scenarios, or one close to it. */
enum Scene {
  PAIR_HOT("pair-hot", "all read one area", Counts.READS),
  PAIR_NEIGHBOURS(
      "pair-neighbours", "each reads its own area, next to the others in memory", Counts.READS),
  PAIR_OWN("pair-own", "each reads its own area, no line in common", Counts.READS),
  MIXED_4("mixed-4", "all read 16 areas, and after 4 reads lock one for a section", Counts.READS),
  MIXED_16("mixed-16", "the same after 16 reads", Counts.READS),
  MIXED_64("mixed-64", "the same after 64 reads", Counts.READS),
  MIXED_256("mixed-256", "the same after 256 reads", Counts.READS),
  MIXED_1K("mixed-1k", "the same after 1,024 reads", Counts.READS),
  READERS_WRITER(
      "readers-writer",
      "one has a section of 1 of 16 areas every 20 µs, which the others read every 200 ns",
      Counts.BOTH),
  WRITE_1K(
      "write-1k",
      "one locks 1,024 areas every 20 µs, of which the others hold one for 500 ns, 200 ns apart",
      Counts.BOTH),
  SLOW_READER(
      "slow-reader",
      "one stays in an area for 100 µs, one locks it, the others read 16 with it every 200 ns",
      Counts.BOTH),
  SECTIONS("sections", "each has sections of its own area, and nobody reads", Counts.SECTIONS),
  PFT_ONE("pft-one", "all read one area, 500 ns each time, as a page fault does", Counts.READS),
  PFT_OWN("pft-own", "the same, of an area for each", Counts.READS),
  /** A scene without a strategy, to compare the model with known figures of counters. */
  COUNTER("counter", "all add to one atomic counter", Counts.READS),
  COUNTERS("counters", "each adds to an atomic counter of its own", Counts.READS);

  /** The cores whose operations count. */
  enum Counts {
    READS,
    SECTIONS,
    BOTH
  }

  /**
   * Reads of one area until a strategy that samples them has made up its mind: twice the sample of
   * biased, which is four to eight for each of 128 cores, and some more.
   */
  private static final int SETTLED = 1_300;

  /** The time until all readers that were counted in before that have left, one after the other. */
  private static final double LEFT_NANOS = 60_000;

  private static final int LEAST_READS = 1_500;
  private static final int READS_OF_EACH = 60;
  private static final int SECTIONS_OF_ONE = 20;
  private static final int LEAST_SECTIONS = 300;
  private static final double MOST_NANOS = 20e6;

  private final String label;
  private final String meaning;
  private final Counts counts;

  Scene(String label, String meaning, Counts counts) {
    this.label = label;
    this.meaning = meaning;
    this.counts = counts;
  }

  static List<String> labels() {
    return Arrays.stream(values()).filter(Scene::hasStrategy).map(Scene::label).toList();
  }

  private boolean hasStrategy() {
    return this != COUNTER && this != COUNTERS;
  }

  static Scene of(String label) {
    return values()[labels().indexOf(label)];
  }

  /** Its name, as it is typed. */
  String label() {
    return label;
  }

  String meaning() {
    return meaning;
  }

  boolean countsReads() {
    return counts != Counts.SECTIONS;
  }

  boolean countsSections() {
    return counts != Counts.READS;
  }

  /** The fewest cores that it takes. */
  int leastCores() {
    return counts != Counts.BOTH ? 1 : this == SLOW_READER ? 3 : 2;
  }

  /** The extent of the simulation for a number of cores. */
  Extent extent(int cores, long seed) {
    long some = Math.max(LEAST_READS, (long) READS_OF_EACH * cores);
    return switch (this) {
      case PAIR_HOT, PFT_ONE -> new Extent(SETTLED, LEFT_NANOS, some, 0, MOST_NANOS, seed);
      case COUNTER -> extent(SETTLED, some, 0, seed);
      case PAIR_NEIGHBOURS, PAIR_OWN, PFT_OWN, COUNTERS ->
          extent((long) SETTLED / 2 * cores, 3 * some, 0, seed);
      case MIXED_4 -> mixed(4, some, seed);
      case MIXED_16 -> mixed(16, some, seed);
      case MIXED_64 -> mixed(64, some, seed);
      case MIXED_256 -> mixed(256, some, seed);
      case MIXED_1K -> mixed(1024, some, seed);
      case READERS_WRITER, WRITE_1K ->
          extent((long) READS_OF_EACH * cores, 1, SECTIONS_OF_ONE, seed);
      case SLOW_READER -> extent((long) READS_OF_EACH * cores, 1, SECTIONS_OF_ONE / 2, seed);
      case SECTIONS -> extent(3L * cores, 0, Math.max(LEAST_SECTIONS, 6L * cores), seed);
    };
  }

  /** Several sections of the whole, which are not all at once. */
  private static Extent mixed(int reads, long some, long seed) {
    return extent(Math.max(4L * reads, some), Math.max(16L * reads, 3 * some), 0, seed);
  }

  private static Extent extent(long warmUp, long reads, long sections, long seed) {
    return new Extent(warmUp, 0, reads, sections, MOST_NANOS, seed);
  }
}
