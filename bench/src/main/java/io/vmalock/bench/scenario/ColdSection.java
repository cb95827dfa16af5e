package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Attachments;
import io.vmalock.space.WriteSection;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
 * A section that comes 100 times a second, in a process that does other work in between. It
 * measures the cost of a change whose code and data are in no cache. In one row the process has run
 * for a quarter of an hour, so its code is compiled and its heap was in use before. In the other it
 * has just begun, and most of the time goes into interpreting, so that row measures the JVM as much
 * as the lock.
 *
 * <p>Nothing is removed: each section publishes a new index, and each release counts.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ColdSection {
  private static final int AREAS = 64;

  /** The most time for the repetition of a process's past. */
  private static final long LONGEST_PAST = TimeUnit.SECONDS.toNanos(4);

  private static final int BETWEEN_PAUSES = 100;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * Repeats the process's past, with pauses in which releases end, so that the code of sections
   * without pending releases is compiled, too.
   */
  private static void repeat(int times, Runnable operation) {
    long began = System.nanoTime();
    for (int i = 1; i <= times && System.nanoTime() - began < LONGEST_PAST; i++) {
      operation.run();
      if (i % BETWEEN_PAUSES == 0) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** The process's work between two sections: it sorts, in more memory than a cache has. */
  @State(Scope.Thread)
  public static class OtherWork {
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);
    private final Random random = new Random(1);
    private final long[] numbers = new long[1 << 20];
    private long due = System.nanoTime();

    /** Works until the next section is due. */
    @Setup(Level.Invocation)
    public void work() {
      due = Math.max(due + PERIOD, System.nanoTime());
      while (due - System.nanoTime() > 0) {
        int from = random.nextInt(numbers.length - 4096);
        for (int i = from; i < from + 4096; i++) {
          numbers[i] = random.nextLong() ^ numbers[(i * 31) & numbers.length - 1];
        }
        Arrays.sort(numbers, from, from + 4096);
      }
    }
  }

  /** A space that releases what it retires. */
  @State(Scope.Benchmark)
  public static class Space {
    /** The number of earlier sections. */
    @Param({"100000", "0"})
    public int before = 100_000;

    private final AtomicInteger released = new AtomicInteger();
    private AddressSpace<Page> space;
    private int next = AREAS;

    /** Maps the areas. */
    @Setup
    public void map() {
      space =
          AddressSpace.<Page>builder()
              .strategy(ThisJvm.STRATEGY)
              .attachments(Attachments.whole())
              .release(page -> released.incrementAndGet())
              .build();
      space.write(
          section -> {
            for (int i = 0; i < AREAS; i++) {
              section.map(Spaces.start(i, 1), Spaces.start(i, 1) + Spaces.PAGE, new Page(i));
            }
          });
      repeat(before, this::change);
    }

    private void change() {
      int number = next++;
      try (WriteSection<Page> section = space.write()) {
        long start = Spaces.start(number, 1);
        section.map(start, start + Spaces.PAGE, new Page(number));
        long gone = Spaces.start(number - AREAS, 1);
        section.unmap(gone, gone + Spaces.PAGE);
        section.commit();
      }
    }

    /** Unmaps them. */
    @TearDown
    public void close() {
      space.close();
    }
  }

  /** A section that maps one area and retires another. */
  @Scenario(
      name = "section-cold",
      family = Family.WRITE_SECTION,
      meaning =
          "map one area and unmap another in a section, 100 times a second, other work between",
      load = "a log that rolls a file and drops one",
      params = "before=100000",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Scenario(
      name = "section-young",
      family = Family.WRITE_SECTION,
      meaning = "the same in a process that has just begun, and compiles little of it yet",
      load = "the first seconds of such a log",
      params = "before=0",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Benchmark
  public void section(Space state, OtherWork work) {
    state.change();
  }

  /** Pages with a count each. */
  @State(Scope.Benchmark)
  public static class Counts {
    /** The number of earlier changes. */
    @Param({"100000", "0"})
    public int before = 100_000;

    private final AtomicInteger released = new AtomicInteger();
    private volatile Counted[] pages = new Counted[AREAS];
    private int next = AREAS;

    /** Makes them. */
    @Setup
    public void make() {
      Arrays.setAll(pages, i -> new Counted(new Page(i)));
      repeat(before, this::change);
    }

    private void change() {
      int number = next++;
      Counted old;
      synchronized (this) {
        Counted[] changed = pages.clone();
        old = changed[number % AREAS];
        changed[number % AREAS] = new Counted(new Page(number));
        pages = changed;
      }
      if (old.count.decrementAndGet() == 0) {
        released.addAndGet(old.page.value >= 0 ? 1 : 2);
      }
    }
  }

  /** A page with a count. */
  private static final class Counted {
    final Page page;
    final AtomicInteger count = new AtomicInteger(1);

    Counted(Page page) {
      this.page = page;
    }
  }

  /** Replaces the oldest page. */
  @Control(
      name = "counted-release",
      of = {"section-cold", "section-young"},
      meaning = "the same with a reference count for each: a copy of an array, and a count to 0",
      quick = true)
  @Benchmark
  public void counted(Counts state, OtherWork work) {
    state.change();
  }
}
