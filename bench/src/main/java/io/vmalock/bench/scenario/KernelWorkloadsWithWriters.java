package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.util.concurrent.ThreadLocalRandom;
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
 * The kernel's workloads, continued: those in which threads that are not timed write or read
 * meanwhile.
 *
 * <p>Why nothing is removed: as in {@link KernelWorkloads}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelWorkloadsWithWriters {
  private static final int THREADS = 64;
  private static final int WALKED = 1000;
  private static final int FORKED = 10_000;
  private static final long SLOW_NANOS = 100_000;

  /** An area for each thread, and a writer that changes an area without readers. */
  @State(Scope.Benchmark)
  public static class Receiver {
    AddressSpace<Page> space;
    private Background background;

    /** Maps them and lets the writer loose. */
    @Setup
    public void start() {
      space = Spaces.of(THREADS + 1, 1);
      Page[] pages = {new Page(1), new Page(2)};
      int[] next = {0};
      background = new Background();
      Recorder latency = Observed.latency("writer");
      background.repeat(
          "writer",
          () -> {
            long began = System.nanoTime();
            try (WriteSection<Page> section = space.write()) {
              long address = Spaces.start(THREADS, 1);
              section.writeHold(address, address + 1);
              section.setAttachment(address, pages[next[0]++ & 1]);
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

  /** One thread's hold, and its area. */
  @State(Scope.Thread)
  public static class Reader {
    private Hold<Page> hold;
    private long address;

    /** Picks it. */
    @Setup
    public void pick(Receiver receiver, ThreadParams thread) {
      hold = receiver.space.hold();
      address = Spaces.start(thread.getThreadIndex() % THREADS, 1);
    }
  }

  /** A fault while another area is changed. */
  @Scenario(
      name = "zero-copy-receive",
      family = Family.KERNEL,
      meaning = "faults in the threads' own areas while a writer changes another without a pause",
      load = "TCP zero-copy receive: the flags of one mapping change all the time",
      scales = true,
      timing = Timing.LONG,
      busy = false,
      counted = true)
  @Benchmark
  public long zeroCopyReceive(Reader reader) {
    Observed.startRead(reader.hold, reader.address);
    long seen = reader.hold.attachment().value;
    reader.hold.endRead();
    return seen;
  }

  /** A look that takes no lock of an area. */
  @Scenario(
      name = "speculative",
      family = Family.KERNEL,
      meaning = "find and read by speculation over the whole space, a writer without a pause",
      load = "speculative look-ups, as uprobes makes them",
      scales = true,
      timing = Timing.LONG,
      busy = false,
      counted = true)
  @Benchmark
  public long speculative(Receiver receiver, Reader reader) {
    return receiver.space.speculate(
        areas -> {
          var area = areas.find(reader.address);
          return area == null ? 0L : area.attachment().value;
        });
  }

  /** 10,000 areas, and slow readers inside. */
  @State(Scope.Benchmark)
  public static class Parent {
    /** The number of threads that read; negative for one for each core. */
    @Param("0")
    public int readers;

    AddressSpace<Page> space;
    private Background background;

    /** Maps them and lets the readers loose. */
    @Setup
    public void start() {
      space = Spaces.of(FORKED, 1);
      background = new Background();
      int threads = readers < 0 ? Runtime.getRuntime().availableProcessors() : readers;
      for (int i = 0; i < threads; i++) {
        Hold<Page> hold = space.hold();
        background.repeat("reader-" + i, () -> read(hold));
      }
    }

    private static void read(Hold<Page> hold) {
      if (hold.startRead(Spaces.start(ThreadLocalRandom.current().nextInt(FORKED), 1))) {
        Background.spin(SLOW_NANOS);
        hold.endRead();
      }
    }

    /** Ends the readers. */
    @TearDown
    public void stop() {
      background.stop();
    }
  }

  /** A fork in the kernel's form: write-holds every area, and copies them. */
  @Scenario(
      name = "fork-10k",
      family = Family.KERNEL,
      meaning = "fork a space of 10,000 areas, nobody inside",
      load = "fork of a large process: a server that snapshots itself",
      params = "readers=0",
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "fork-10k-readers-1",
      family = Family.KERNEL,
      meaning = "fork a space of 10,000 areas while a thread reads them, 100 µs at a time",
      load = "a server at work that snapshots itself",
      params = "readers=1",
      timing = Timing.SAMPLED,
      busy = false,
      full = true)
  @Scenario(
      name = "fork-10k-readers-n",
      family = Family.KERNEL,
      meaning = "fork a space of 10,000 areas while a thread for each core reads, 100 µs at a time",
      load = "a server under load that snapshots itself",
      params = "readers=-1",
      timing = Timing.SAMPLED,
      busy = false)
  @Benchmark
  public AddressSpace<Page> fork(Parent parent) {
    try (WriteSection<Page> section = parent.space.write()) {
      section.writeHold(0, -1);
    }
    return parent.space.fork();
  }

  /** 1,000 areas, a page of which comes and goes. */
  @State(Scope.Benchmark)
  public static class Walked {
    AddressSpace<Page> space;
    private Background background;

    /** Maps them and lets the writer loose. */
    @Setup
    public void start() {
      space = Spaces.of(WALKED, 2);
      background = new Background();
      Page page = new Page(1);
      Recorder latency = Observed.latency("writer");
      background.repeat(
          "writer",
          () -> {
            long start = Spaces.start(ThreadLocalRandom.current().nextInt(WALKED), 2);
            long began = System.nanoTime();
            try (WriteSection<Page> section = space.write()) {
              section.writeHold(start, start + Spaces.PAGE);
              section.unmap(start, start + Spaces.PAGE);
              section.commit();
            }
            try (WriteSection<Page> section = space.write()) {
              section.map(start, start + Spaces.PAGE, page);
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

  /** A walk over all areas. */
  @Scenario(
      name = "maps-walk",
      family = Family.KERNEL,
      meaning = "visit 1,000 areas, each held in turn, while a writer unmaps and maps 4 KiB",
      load = "reading /proc/pid/maps of a process at work: the writer's latency is what counts",
      timing = Timing.SAMPLED,
      busy = false,
      counted = true)
  @Benchmark
  public long mapsWalk(Walked walked) {
    long[] sum = {0};
    walked.space.forEach(hold -> sum[0] += hold.attachment().value + hold.start());
    return sum[0];
  }
}
