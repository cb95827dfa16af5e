package io.vmalock.bench.scenario;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * startRead and endRead of an area, with a look at its attachment in between: the price that every
 * page fault, or every access to a mapped segment, pays for the lock.
 *
 * <p><b>Nothing is removed.</b> The areas are reachable from the heap by every thread, so each
 * read-modify-write of a lock in them has to happen: HotSpot neither removes nor merges atomic
 * operations on shared objects (only nested synchronized blocks). The value read under the lock is
 * returned, which JMH consumes. <b>Nothing is folded</b>: area and mm come from fields of a state
 * object that are not constants to the compiler. <b>No fences are merged</b>: the load between
 * entry and exit, and JMH's look at its stop flag between two pairs, keep neighbouring operations
 * apart.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadPair {
  /** An mm with areas that lie side by side. */
  @State(Scope.Benchmark)
  public static class Areas {
    /** The assignment of areas to threads. */
    @Param({"SHARED", "NEIGHBOURS", "OWN"})
    public Layout layout = Layout.SHARED;

    Mm mm;
    Vma[] vmas;
    int first;

    /** Makes and attaches the areas. */
    @Setup
    public void attach(BenchmarkParams params) {
      VmaLockStrategy strategy = ThisJvm.STRATEGY;
      mm = strategy.newMm();
      vmas = new Vma[Layout.areas(params.getThreads())];
      Page[] pages = new Page[vmas.length]; // made first, so as not to lie in between
      for (int i = 0; i < vmas.length; i++) {
        pages[i] = new Page(i);
      }
      for (int i = 0; i < vmas.length; i++) {
        vmas[i] = strategy.newVma(i * 4096L, (i + 1) * 4096L, pages[i]);
      }
      mm.writeLock();
      try {
        for (Vma vma : vmas) {
          strategy.attach(mm, vma);
        }
      } finally {
        mm.writeUnlock();
      }
      first = layout.first(vmas, params.getThreads());
    }
  }

  /** The areas of one thread. */
  @State(Scope.Thread)
  public static class Reader {
    Mm mm;
    Vma vma;
    Vma next;

    /** Picks them. */
    @Setup
    public void pick(Areas areas, ThreadParams thread) {
      mm = areas.mm;
      int index = areas.first + areas.layout.index(thread.getThreadIndex());
      vma = areas.vmas[index];
      next = areas.vmas[index + 1];
    }
  }

  /** One hold. */
  @Scenario(
      name = "pair",
      family = Family.READ_PAIR,
      meaning = "startRead, a look, endRead: one thread, nobody else about",
      load = "every page fault, every access to a mapped segment",
      params = "layout=OWN",
      quick = true)
  @Scenario(
      name = "pair-hot",
      family = Family.READ_PAIR,
      meaning = "startRead, a look, endRead by all threads, on one area",
      load = "a thread pool that works on one large mapping, such as a heap",
      params = "layout=SHARED",
      scales = true,
      quick = true,
      curve = true)
  @Scenario(
      name = "pair-neighbours",
      family = Family.READ_PAIR,
      meaning =
          "startRead, a look, endRead by each thread, on areas side by side in memory, with a line in common",
      load = "areas that were mapped one after the other: stacks, segments of one file",
      params = "layout=NEIGHBOURS",
      scales = true)
  @Scenario(
      name = "pair-own",
      family = Family.READ_PAIR,
      meaning =
          "startRead, a look, endRead by each thread, on areas without a cache line in common",
      load = "a shard, an arena or a stack for each thread",
      params = "layout=OWN",
      scales = true)
  @Benchmark
  public long pair(Reader reader) {
    Vma vma = reader.vma;
    long stamp = held(ThisJvm.STRATEGY.startRead(reader.mm, vma));
    long seen = Page.of(vma).value;
    ThisJvm.STRATEGY.endRead(vma, stamp);
    return seen;
  }

  /** A hold of a second area inside a hold of the first. */
  @Scenario(
      name = "pair-nested",
      family = Family.READ_PAIR,
      meaning = "a hold of a second area inside a hold of the first",
      load = "a copy between two mappings",
      params = "layout=OWN")
  @Benchmark
  public long nested(Reader reader) {
    Vma vma = reader.vma;
    Vma next = reader.next;
    long stamp = held(ThisJvm.STRATEGY.startRead(reader.mm, vma));
    long inner = held(ThisJvm.STRATEGY.startRead(reader.mm, next));
    long seen = Page.of(vma).value + Page.of(next).value;
    ThisJvm.STRATEGY.endRead(next, inner);
    ThisJvm.STRATEGY.endRead(vma, stamp);
    return seen;
  }

  /** Begin, look, validate: no hold, no store. */
  @Scenario(
      name = "pair-optimistic",
      family = Family.READ_PAIR,
      meaning = "startOptimistic, a look, validate: all threads on one area",
      load = "reading a few fields of an area that hardly ever changes",
      params = "layout=SHARED",
      scales = true,
      needs = Capability.OPTIMISTIC_READ)
  @Benchmark
  public long optimistic(Reader reader) {
    Vma vma = reader.vma;
    long stamp = held(ThisJvm.STRATEGY.startOptimistic(reader.mm, vma));
    long seen = Page.of(vma).value;
    if (!ThisJvm.STRATEGY.validate(reader.mm, vma, stamp)) {
      throw new IllegalStateException("no writer is about, and validate refused");
    }
    return seen;
  }

  private static long held(long stamp) {
    if (stamp <= 0) {
      throw new IllegalStateException("no writer is about, and startRead answered " + stamp);
    }
    return stamp;
  }
}
