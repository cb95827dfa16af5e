package io.vmalock.bench.scenario;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Areas that come and go, by the SPI alone, and the end of a space that is being read.
 *
 * <p>Nothing is removed: attach and detach change the area's lock and mm by atomic operations. A
 * fresh area is stored in a field before it is attached, so that it is not kept in registers.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Churn {
  private static final int CLOSED = 100;

  /** An mm, and the area that comes and goes. */
  @State(Scope.Benchmark)
  public static class Areas {
    final Page page = new Page(1);
    Mm mm;
    Vma vma;

    /** Makes them. */
    @Setup
    public void make() {
      mm = ThisJvm.STRATEGY.newMm();
      vma = ThisJvm.STRATEGY.newVma(0, Spaces.PAGE, page);
    }
  }

  /** A new object each time. */
  @Scenario(
      name = "churn-fresh",
      family = Family.LIFE_CYCLE,
      meaning = "writes only: make an area, attach it, and detach it in the next section",
      load = "mappings that live briefly",
      timing = Timing.SAMPLED)
  @Benchmark
  public void fresh(Areas areas) {
    areas.vma = ThisJvm.STRATEGY.newVma(0, Spaces.PAGE, areas.page);
    attachDetach(areas.mm, areas.vma);
  }

  /** One VMA, attached again and again. */
  @Scenario(
      name = "churn-reuse",
      family = Family.LIFE_CYCLE,
      meaning =
          "writes only: attach an area, detach it in the next section; always the same object",
      load = "a pool of areas",
      timing = Timing.SAMPLED,
      needs = Capability.VMA_REUSE)
  @Benchmark
  public void reuse(Areas areas) {
    attachDetach(areas.mm, areas.vma);
  }

  private static void attachDetach(Mm mm, Vma vma) {
    VmaLockStrategy strategy = ThisJvm.STRATEGY;
    mm.writeLock();
    try {
      strategy.attach(mm, vma);
    } finally {
      mm.writeUnlock();
    }
    mm.writeLock();
    try {
      strategy.detach(mm, vma);
    } finally {
      mm.writeUnlock();
    }
  }

  /** Spaces that are closed under a reader. */
  @State(Scope.Benchmark)
  public static class Closing {
    private final Recorder latency = Observed.latency("close");
    private volatile AddressSpace<Page> space;
    private Background background;

    /** Lets the reader loose. */
    @Setup
    public void start() {
      space = Spaces.of(CLOSED, 1);
      background = new Background();
      background.repeat(
          "reader",
          () -> {
            Hold<Page> hold = space.hold();
            for (int i = 0; i < CLOSED; i++) {
              if (hold.startRead(Spaces.start(ThreadLocalRandom.current().nextInt(CLOSED), 1))) {
                Background.spin(500);
                hold.endRead();
              }
            }
          });
    }

    /** Ends the reader. */
    @TearDown
    public void stop() {
      background.stop();
    }
  }

  /** A new space takes the place of the old one, which is closed. */
  @Scenario(
      name = "close-under-readers",
      family = Family.LIFE_CYCLE,
      meaning =
          "make a space of 100 areas, close the one before while a thread reads it; the latency of"
              + " close alone is beside it",
      load = "closing a store, a directory, an arena in use",
      timing = Timing.SAMPLED,
      busy = false)
  @Benchmark
  public void close(Closing closing) {
    AddressSpace<Page> old = closing.space;
    closing.space = Spaces.of(CLOSED, 1);
    long began = System.nanoTime();
    old.close();
    closing.latency.recordValue(System.nanoTime() - began);
  }
}
