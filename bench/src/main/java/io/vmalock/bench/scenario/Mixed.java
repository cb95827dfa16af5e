package io.vmalock.bench.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Reads with a section after every n-th, by the same thread: how rare must changes be for a design
 * with cheap reads and dear sections to pay? By the SPI alone, so that the index does not hide it.
 * At one thread nothing is left to chance; at several, all read and change the same areas, and a
 * refused reader takes the mmap lock, as in the contract.
 *
 * <p>Nothing is removed: pairs are argued for in {@link ReadPair}, sections in {@link Sections}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Mixed {
  /** A power of two. */
  private static final int AREAS = 16;

  /** An mm and its areas. */
  @State(Scope.Benchmark)
  public static class Areas {
    /** The number of reads before a section. */
    @Param({"4", "16", "64", "256", "1024"})
    public int reads = 16;

    final Mm mm = ThisJvm.STRATEGY.newMm();
    final Vma[] vmas = new Vma[AREAS];

    /** Attaches them. */
    @Setup
    public void attach() {
      mm.writeLock();
      try {
        for (int i = 0; i < AREAS; i++) {
          vmas[i] = ThisJvm.STRATEGY.newVma(i * Spaces.PAGE, (i + 1) * Spaces.PAGE, new Page(i));
          ThisJvm.STRATEGY.attach(mm, vmas[i]);
        }
      } finally {
        mm.writeUnlock();
      }
    }
  }

  /** The position of one thread. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
    private int left;

    /** Sets threads apart. */
    @Setup
    public void start(Areas areas, ThreadParams thread) {
      next = thread.getThreadIndex() * AREAS / thread.getThreadCount();
      left = areas.reads;
    }
  }

  /** A read, and its share of a section. */
  @Scenario(
      name = "mixed-4",
      family = Family.MIXED,
      meaning = "a read, and after every 4 a section that locks one area, by the same thread",
      load = "a map that changes all the time",
      params = "reads=4",
      scales = true,
      curve = true,
      busy = false)
  @Scenario(
      name = "mixed-16",
      family = Family.MIXED,
      meaning = "a read, and after every 16 a section that locks one area, by the same thread",
      load = "a process that starts",
      params = "reads=16",
      scales = true,
      curve = true,
      busy = false)
  @Scenario(
      name = "mixed-64",
      family = Family.MIXED,
      meaning = "a read, and after every 64 a section that locks one area, by the same thread",
      load = "an allocator at work",
      params = "reads=64",
      scales = true,
      curve = true,
      busy = false)
  @Scenario(
      name = "mixed-256",
      family = Family.MIXED,
      meaning = "a read, and after every 256 a section that locks one area, by the same thread",
      load = "a program at work, between its allocations",
      params = "reads=256",
      scales = true,
      curve = true,
      busy = false)
  @Scenario(
      name = "mixed-1k",
      family = Family.MIXED,
      meaning = "a read, and after every 1,024 a section that locks one area, by the same thread",
      load = "a server at work",
      params = "reads=1024",
      scales = true,
      curve = true,
      busy = false)
  @Benchmark
  public long readAndSometimesWrite(Areas areas, Turn turn) {
    Vma vma = areas.vmas[turn.next++ & AREAS - 1];
    if (turn.left-- == 0) {
      turn.left = areas.reads - 1;
      write(areas.mm, vma);
    }
    VmaLockStrategy strategy = ThisJvm.STRATEGY;
    long stamp = strategy.startRead(areas.mm, vma);
    if (stamp <= 0) {
      return readLocked(areas.mm, vma);
    }
    long seen = Page.of(vma).value;
    strategy.endRead(vma, stamp);
    return seen;
  }

  /**
   * Not inlined, because the sections of mapping and unmapping are not. A section that is compiled
   * into the loop of the reads makes the compiler keep values on the stack around each read's
   * atomic instructions, which wait for such stores: in some JVMs and not in others, and more in a
   * design that reads in two ways.
   */
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static void write(Mm mm, Vma vma) {
    mm.writeLock();
    try {
      ThisJvm.STRATEGY.startWrite(mm, vma);
    } finally {
      mm.writeUnlock();
    }
  }

  /** With the mmap lock the area cannot be refused; it may be full, and then that lock serves. */
  private static long readLocked(Mm mm, Vma vma) {
    mm.readLock();
    try {
      long stamp = ThisJvm.STRATEGY.startReadLocked(mm, vma);
      long seen = Page.of(vma).value;
      if (stamp > 0) {
        ThisJvm.STRATEGY.endRead(vma, stamp);
      }
      return seen;
    } finally {
      mm.readUnlock();
    }
  }
}
