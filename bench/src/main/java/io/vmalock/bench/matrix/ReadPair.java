package io.vmalock.bench.matrix;

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
 * startRead and endRead of an area, with a look at what it stands for in between: the price that
 * every page fault, or every access to a mapped segment, pays for the lock.
 *
 * <p><b>Nothing is removed.</b> The areas are reachable from the heap by every thread, so that the
 * read-modify-writes of a lock in them have to happen, each: HotSpot neither removes nor merges
 * atomic operations on shared objects (only nested synchronized blocks). The value read under the
 * lock is returned, which JMH consumes. <b>Nothing is folded</b>: area and mm come from fields of a
 * state object that are not constants to the compiler. <b>No fences are merged</b>: the load
 * between entry and exit, and JMH's look at its stop flag between two pairs, keep neighbouring
 * operations apart.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadPair {
  /** An mm with areas that lie side by side. */
  @State(Scope.Benchmark)
  public static class Areas {
    /** Who reads which. */
    @Param({"SHARED", "NEIGHBOURS", "OWN"})
    public Layout layout = Layout.SHARED;

    Mm mm;
    Vma[] vmas;

    /** Makes and attaches the areas. */
    @Setup
    public void attach(BenchmarkParams params) {
      VmaLockStrategy strategy = Subject.STRATEGY;
      mm = strategy.newMm();
      vmas = new Vma[Layout.areas(params.getThreads())];
      for (int i = 0; i < vmas.length; i++) {
        vmas[i] = strategy.newVma(i * 4096L, (i + 1) * 4096L, new Page(i));
      }
      mm.writeLock();
      try {
        for (Vma vma : vmas) {
          strategy.attach(mm, vma);
        }
      } finally {
        mm.writeUnlock();
      }
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
      int index = areas.layout.index(thread.getThreadIndex());
      vma = areas.vmas[index];
      next = areas.vmas[index + 1];
    }
  }

  /** One hold. */
  @Benchmark
  public long pair(Reader reader) {
    Vma vma = reader.vma;
    long stamp = held(Subject.STRATEGY.startRead(reader.mm, vma));
    long seen = Page.of(vma).value;
    Subject.STRATEGY.endRead(vma, stamp);
    return seen;
  }

  /** A hold of a second area inside a hold of the first, as a copy between two areas has. */
  @Benchmark
  public long nested(Reader reader) {
    Vma vma = reader.vma;
    Vma next = reader.next;
    long stamp = held(Subject.STRATEGY.startRead(reader.mm, vma));
    long inner = held(Subject.STRATEGY.startRead(reader.mm, next));
    long seen = Page.of(vma).value + Page.of(next).value;
    Subject.STRATEGY.endRead(next, inner);
    Subject.STRATEGY.endRead(vma, stamp);
    return seen;
  }

  private static long held(long stamp) {
    if (stamp <= 0) {
      throw new IllegalStateException("no writer is about, and startRead answered " + stamp);
    }
    return stamp;
  }
}
