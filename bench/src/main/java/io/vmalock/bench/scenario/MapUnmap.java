package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.WriteSection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Maps a page among many others, in a section, and unmaps it in another: the small mmap and munmap
 * of an allocator, in a process with many areas.
 *
 * <p>Nothing is removed: each section publishes a new version of the index, reachable from the heap
 * through the space, and unmap's answer is returned.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MapUnmap {
  /** A space with areas of a page, and a page free after each. */
  @State(Scope.Benchmark)
  public static class Space {
    /** The number of areas. */
    @Param({"1000", "100000", "1000000", "5000000"})
    public int areas = 1000;

    final Page page = new Page(1);
    AddressSpace<Page> space;
    int[] holes;
    int next;

    /** Maps them. */
    @Setup
    public void map() {
      space = Spaces.of(areas, 1);
      holes = Addresses.UNIFORM.indices(areas, LookUp.STREAM, 1);
    }
  }

  /** The pair. */
  @Scenario(
      name = "map-unmap-1k",
      family = Family.LIFE_CYCLE,
      meaning = "map a page in one section and unmap it in the next, among 1,000 areas",
      load = "mmap and munmap by an allocator",
      params = "areas=1000",
      timing = Timing.SAMPLED,
      quick = true)
  @Scenario(
      name = "map-unmap-100k",
      family = Family.LIFE_CYCLE,
      meaning = "map a page in one section and unmap it in the next, among 100,000 areas",
      load = "mmap and munmap in a process with very many mappings",
      params = "areas=100000",
      timing = Timing.SAMPLED)
  @Scenario(
      name = "map-unmap-1m",
      family = Family.LIFE_CYCLE,
      meaning = "map a page in one section and unmap it in the next, among 1,000,000 areas",
      load = "a store of a million blocks",
      params = "areas=1000000",
      timing = Timing.SAMPLED,
      full = true)
  @Scenario(
      name = "map-unmap-5m",
      family = Family.LIFE_CYCLE,
      meaning = "map a page in one section and unmap it in the next, among 5,000,000 areas",
      load = "a store of millions of blocks",
      params = "areas=5000000",
      timing = Timing.SAMPLED,
      named = true)
  @Benchmark
  public int mapUnmap(Space state) {
    long hole = Spaces.start(state.holes[state.next++ & LookUp.STREAM - 1], 1) + Spaces.PAGE;
    try (WriteSection<Page> section = state.space.write()) {
      section.map(hole, hole + Spaces.PAGE, state.page);
      section.commit();
    }
    try (WriteSection<Page> section = state.space.write()) {
      int unmapped = section.unmap(hole, hole + Spaces.PAGE).size();
      section.commit();
      return unmapped;
    }
  }
}
