package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Commit;
import io.vmalock.space.WriteSection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A section that changes all areas of a space: maps them, copies them, or unmaps them.
 *
 * <p>A set-up for each invocation, which JMH warns of, makes the space that is unmapped: a look at
 * the clock on either side counts, some 50 ns of an operation that takes thousands of times as
 * long.
 *
 * <p>Nothing is removed: each operation returns the space or the commit that it made.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WholeSpace {
  /** A space with areas of a page, and a page free after each. */
  @State(Scope.Benchmark)
  public static class Parent {
    /** The number of areas. */
    @Param({"1000", "100000", "1000000", "5000000"})
    public int areas = 1000;

    AddressSpace<Page> space;

    /** Maps them. */
    @Setup
    public void map() {
      space = Spaces.of(areas, 1);
    }
  }

  /** A copy that is unmapped next. */
  @State(Scope.Benchmark)
  public static class Child {
    AddressSpace<Page> space;

    /** Makes it. */
    @Setup(Level.Invocation)
    public void fork(Parent parent) {
      space = parent.space.fork();
    }
  }

  /** Maps all by one call. */
  @Scenario(
      name = "build-1k",
      family = Family.LIFE_CYCLE,
      meaning = "map 1,000 areas in one section, by one call",
      load = "a store that opens",
      params = "areas=1000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-100k",
      family = Family.LIFE_CYCLE,
      meaning = "map 100,000 areas in one section, by one call",
      load = "a store that opens",
      params = "areas=100000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-1m",
      family = Family.LIFE_CYCLE,
      meaning = "map 1,000,000 areas in one section, by one call",
      load = "a store that opens",
      params = "areas=1000000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-5m",
      family = Family.LIFE_CYCLE,
      meaning = "map 5,000,000 areas in one section, by one call",
      load = "a store that opens",
      params = "areas=5000000",
      timing = Timing.SAMPLED,
      busy = false,
      named = true)
  @Benchmark
  public AddressSpace<Page> build(Parent parent) {
    return Spaces.atOnce(parent.areas, 1);
  }

  /** Maps one after the other in a section. */
  @Scenario(
      name = "build-1k-singly",
      family = Family.LIFE_CYCLE,
      meaning = "map 1,000 areas in one section, a call each",
      load = "a store that opens",
      params = "areas=1000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-100k-singly",
      family = Family.LIFE_CYCLE,
      meaning = "map 100,000 areas in one section, a call each",
      load = "a store that opens",
      params = "areas=100000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-1m-singly",
      family = Family.LIFE_CYCLE,
      meaning = "map 1,000,000 areas in one section, a call each",
      load = "a store that opens",
      params = "areas=1000000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "build-5m-singly",
      family = Family.LIFE_CYCLE,
      meaning = "map 5,000,000 areas in one section, a call each",
      load = "a store that opens",
      params = "areas=5000000",
      timing = Timing.SAMPLED,
      busy = false,
      named = true)
  @Benchmark
  public AddressSpace<Page> buildSingly(Parent parent) {
    return Spaces.of(parent.areas, 1);
  }

  /** Copies all. */
  @Scenario(
      name = "fork-all-1k",
      family = Family.LIFE_CYCLE,
      meaning = "copy a space with 1,000 areas",
      load = "fork, a snapshot of a store",
      params = "areas=1000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "fork-all-100k",
      family = Family.LIFE_CYCLE,
      meaning = "copy a space with 100,000 areas",
      load = "fork, a snapshot of a store",
      params = "areas=100000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "fork-all-1m",
      family = Family.LIFE_CYCLE,
      meaning = "copy a space with 1,000,000 areas",
      load = "fork, a snapshot of a store",
      params = "areas=1000000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "fork-all-5m",
      family = Family.LIFE_CYCLE,
      meaning = "copy a space with 5,000,000 areas",
      load = "fork, a snapshot of a store",
      params = "areas=5000000",
      timing = Timing.SAMPLED,
      busy = false,
      named = true)
  @Benchmark
  public AddressSpace<Page> fork(Parent parent) {
    return parent.space.fork();
  }

  /** Unmaps all in a section. */
  @Scenario(
      name = "unmap-all-1k",
      family = Family.LIFE_CYCLE,
      meaning = "unmap 1,000 areas in one section, by one call",
      load = "exit of a process, closing a store",
      params = "areas=1000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "unmap-all-100k",
      family = Family.LIFE_CYCLE,
      meaning = "unmap 100,000 areas in one section, by one call",
      load = "exit of a process, closing a store",
      params = "areas=100000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "unmap-all-1m",
      family = Family.LIFE_CYCLE,
      meaning = "unmap 1,000,000 areas in one section, by one call",
      load = "exit of a process, closing a store",
      params = "areas=1000000",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "unmap-all-5m",
      family = Family.LIFE_CYCLE,
      meaning = "unmap 5,000,000 areas in one section, by one call",
      load = "exit of a process, closing a store",
      params = "areas=5000000",
      timing = Timing.SAMPLED,
      busy = false,
      named = true)
  @Benchmark
  public Commit unmapAll(Child child, Parent parent) {
    try (WriteSection<Page> section = child.space.write()) {
      section.unmap(0, Spaces.start(parent.areas, 1));
      return section.commit();
    }
  }
}
