package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Readers that JMH times, and one writer beside them that changes an area at set times and whose
 * latency, from asking for a section to having committed it, is recorded separately. (JMH's score
 * of a group is the sum of its readers and its writers, and would hide one that starves.)
 *
 * <p>Why nothing is removed or folded: as in {@link LookUp}. The attachment that a reader sees is
 * the one that the writer stores.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PacedReaders {
  private static final int AREAS = 64;

  /** A space and its writer. */
  @State(Scope.Benchmark)
  public static class Space {
    /** The rate of the writer. */
    @Param({"100", "1000", "10000"})
    public int micros = 1000;

    AddressSpace<Page> space;
    private Background background;

    /** Maps the areas and lets the writer loose. */
    @Setup
    public void start() {
      space = Spaces.of(AREAS, 1);
      background = new Background();
      Random random = new Random(1);
      Recorder latency = Observed.latency("writer");
      Page[] pages = {new Page(1), new Page(2)};
      background.every(
          "writer",
          TimeUnit.MICROSECONDS.toNanos(micros),
          () -> {
            long address = Spaces.start(random.nextInt(AREAS), 1);
            Page page = pages[random.nextInt(pages.length)];
            long began = System.nanoTime();
            try (WriteSection<Page> section = space.write()) {
              section.setAttachment(address, page);
              section.commit();
            }
            latency.recordValue(System.nanoTime() - began);
          });
    }

    /** Ends the writer. */
    @TearDown
    public void stop() {
      background.stop();
    }
  }

  /** One reader's addresses. */
  @State(Scope.Thread)
  public static class Reader {
    private Hold<Page> hold;
    private int[] areas;
    private int next;

    /** Draws them. */
    @Setup
    public void draw(Space space, ThreadParams thread) {
      hold = space.space.hold();
      areas = Addresses.UNIFORM.indices(AREAS, LookUp.STREAM, 1 + thread.getThreadIndex());
    }
  }

  /** One look-up. */
  @Scenario(
      name = "readers-writer-100us",
      family = Family.MIXED,
      meaning = "look-ups over 64 areas while a writer changes one of them every 100 µs",
      load = "an allocator that maps and unmaps all the time",
      params = "micros=100",
      scales = true,
      timing = Timing.LONG,
      busy = false,
      counted = true)
  @Scenario(
      name = "readers-writer-1ms",
      family = Family.MIXED,
      meaning = "look-ups over 64 areas while a writer changes one of them every millisecond",
      load = "a store that rolls segments, a program that loads code",
      params = "micros=1000",
      scales = true,
      timing = Timing.LONG,
      busy = false,
      counted = true,
      quick = true,
      curve = true)
  @Scenario(
      name = "readers-writer-10ms",
      family = Family.MIXED,
      meaning = "look-ups over 64 areas while a writer changes one of them every 10 ms",
      load = "a server at work",
      params = "micros=10000",
      scales = true,
      timing = Timing.LONG,
      busy = false,
      counted = true,
      full = true)
  @Benchmark
  public long lookUp(Reader reader) {
    Hold<Page> hold = reader.hold;
    long address = Spaces.start(reader.areas[reader.next++ & LookUp.STREAM - 1], 1);
    Observed.startRead(hold, address);
    long seen = hold.attachment().value;
    hold.endRead();
    return seen;
  }
}
