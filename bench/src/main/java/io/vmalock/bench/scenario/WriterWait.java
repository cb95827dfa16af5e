package io.vmalock.bench.scenario;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * The wait of a writer that finds one reader inside: from asking for the section until the area is
 * write-held.
 *
 * <p>Each time, before the clock starts, a reader comes: it reads the area {@value #BEFORE} times,
 * so that a strategy that adapts to reads has done so, then holds it for a set time, and reports
 * that it is inside. The time counts from then on, so a strategy adds the time beyond the set time.
 * The mmap lock, which no other thread has, is timed too, since a design in which it keeps readers
 * waits there.
 *
 * <p>Nothing is removed: the writer returns when the reader has left.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriterWait {
  private static final int BEFORE = 256;

  /** An area, and a reader that comes when it is asked to. */
  @State(Scope.Benchmark)
  public static class Area {
    /** The reader's stay. */
    @Param({"5", "100"})
    public int micros = 5;

    Mm mm;
    Vma vma;
    private Background background;

    /** The number of requested visits, written by the writer; volatile: the reader polls it. */
    private volatile long asked;

    /**
     * The number of visits that have begun, written by the reader; volatile: the writer polls it.
     */
    private volatile long inside;

    /** Attaches the area and starts the reader. */
    @Setup
    public void start() {
      mm = ThisJvm.STRATEGY.newMm();
      vma = ThisJvm.STRATEGY.newVma(0, Spaces.PAGE, new Page(1));
      mm.writeLock();
      try {
        ThisJvm.STRATEGY.attach(mm, vma);
      } finally {
        mm.writeUnlock();
      }
      background = new Background();
      background.repeat("reader", this::visit);
    }

    private void visit() {
      VmaLockStrategy strategy = ThisJvm.STRATEGY;
      if (inside == asked) {
        Thread.onSpinWait();
        return;
      }
      for (int i = 0; i < BEFORE; i++) {
        strategy.endRead(vma, enter(strategy));
      }
      long stamp = enter(strategy);
      inside = asked;
      Background.spin(TimeUnit.MICROSECONDS.toNanos(micros));
      strategy.endRead(vma, stamp);
    }

    private long enter(VmaLockStrategy strategy) {
      long stamp = strategy.startRead(mm, vma);
      if (stamp <= 0) {
        throw new IllegalStateException("no section is open, and startRead answered " + stamp);
      }
      return stamp;
    }

    /** Makes sure that a reader is inside. */
    @Setup(Level.Invocation)
    public void ask() {
      long visit = asked + 1;
      asked = visit;
      while (inside != visit) {
        background.check();
        Thread.onSpinWait();
      }
    }

    /** Ends the section. */
    @TearDown(Level.Invocation)
    public void release() {
      mm.writeUnlock();
    }

    /** Ends the reader. */
    @TearDown
    public void stop() {
      background.stop();
    }
  }

  /** One wait. */
  @Scenario(
      name = "writer-wait-5us",
      family = Family.WRITE_SECTION,
      meaning = "a writer's wait for a reader that has just begun a hold of 5 µs",
      load = "a change of a mapping under a page fault",
      params = "micros=5",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Scenario(
      name = "writer-wait-100us",
      family = Family.WRITE_SECTION,
      meaning = "a writer's wait for a reader that has just begun a hold of 100 µs",
      load = "a change of a mapping under a fault that reads from a disk",
      params = "micros=100",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Benchmark
  public void startWrite(Area area) {
    area.mm.writeLock();
    ThisJvm.STRATEGY.startWrite(area.mm, area.vma);
  }
}
