package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The workloads by which the kernel's developers judge per-VMA locks, under their names; here those
 * without a thread beside the timed ones. Each makes the program's changes to its map, with the
 * page fault reduced to find, hold, look, let go.
 *
 * <p>Sections are in the kernel's form: they write-hold the areas that they change, which waits for
 * the readers inside with the mmap lock held. So these rows measure the cost of the kernel's
 * designs. The other families measure the space's own form, which retires and waits for no reader.
 *
 * <p>Nothing is removed: faults are argued for in {@link LookUp}; each change publishes a new index
 * through the space, which every thread can reach.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelWorkloads {
  private static final int PAGES = 4096;
  private static final int LOCKED = 1000;
  private static final int FAULTS = 50;
  private static final int SMALL = 16;
  private static final int IO_EVERY = 64;
  private static final long IO_NANOS = 2000;

  /** The map of a process: areas of all kinds, far apart. */
  @State(Scope.Benchmark)
  public static class Process {
    static final long SHARED = 1L << 40;
    static final long OWN = 1L << 41;
    static final long HEAP = 1L << 42;
    static final long MANY = 1L << 43;
    static final long FREE = 1L << 44;
    static final long SPAN = 1L << 32;

    final Page first = new Page(1);
    final Page second = new Page(2);
    AddressSpace<Page> space;

    /** Maps them. */
    @Setup
    public void map() {
      space = Spaces.empty();
      try (WriteSection<Page> section = space.write()) {
        section.map(SHARED, SHARED + PAGES * Spaces.PAGE, first);
        section.map(HEAP, HEAP + PAGES * Spaces.PAGE, first);
        for (int i = 0; i < LOCKED; i++) {
          long start = MANY + Spaces.start(i, 1);
          section.map(start, start + Spaces.PAGE, first);
        }
        section.commit();
      }
    }
  }

  /** One thread of it. */
  @State(Scope.Thread)
  public static class Task {
    final Page page = new Page(3);
    Hold<Page> hold;
    int thread;
    long own;
    int next;

    /** Maps the area that is its own. */
    @Setup
    public void start(Process process, ThreadParams params) {
      thread = params.getThreadIndex();
      hold = process.space.hold();
      own = Process.OWN + thread * Process.SPAN;
      try (WriteSection<Page> section = process.space.write()) {
        section.map(own, own + PAGES * Spaces.PAGE, page);
        section.commit();
      }
    }

    long fault(long address) {
      if (!Observed.startRead(hold, address)) {
        throw new IllegalStateException("not mapped: " + address);
      }
      try {
        return hold.attachment().value + address;
      } finally {
        hold.endRead();
      }
    }

    /** The next page of an area, none of which another thread touches. */
    long page(long start, int threads) {
      int page = next++ * threads + thread & PAGES - 1;
      return start + page * Spaces.PAGE;
    }
  }

  /** A fault of a page of the one area. */
  @Scenario(
      name = "pft-one",
      family = Family.KERNEL,
      meaning = "page faults by all threads in one area, each at pages of its own",
      load = "pft on one VMA: a large heap that all threads fill",
      scales = true)
  @Benchmark
  public long pftOne(Task task, ThreadParams threads) {
    return task.fault(task.page(Process.SHARED, threads.getThreadCount()));
  }

  /** A fault of a page of the thread's area. */
  @Scenario(
      name = "pft-own",
      family = Family.KERNEL,
      meaning = "page faults by all threads, each in an area of its own",
      load = "pft on a VMA for each thread: thread-local arenas",
      scales = true)
  @Benchmark
  public long pftOwn(Task task) {
    return task.fault(task.page(task.own, 1));
  }

  /** A thread is started, works a little, and ends. */
  @Scenario(
      name = "app-start",
      family = Family.KERNEL,
      meaning =
          "map 4 areas, a section each, fault 50 times in them and in a shared one, unmap them",
      load = "an app that starts a hundred threads, each with a stack, a guard and arenas",
      scales = true,
      timing = Timing.SAMPLED,
      busy = false,
      counted = true)
  @Benchmark
  public long appStart(Process process, Task task) {
    long base = Process.FREE + task.thread * Process.SPAN;
    for (int i = 0; i < 4; i++) {
      long start = base + Spaces.start(i, SMALL);
      try (WriteSection<Page> section = process.space.write()) {
        section.map(start, start + SMALL * Spaces.PAGE, task.page);
        section.commit();
      }
    }
    long seen = 0;
    for (int i = 0; i < FAULTS; i++) {
      seen += task.fault(i % 2 == 0 ? Process.SHARED : base + Spaces.start(i & 3, SMALL));
    }
    try (WriteSection<Page> section = process.space.write()) {
      unmap(section, base, base + Spaces.start(4, SMALL));
    }
    return seen;
  }

  /** The break up and down. */
  @Scenario(
      name = "brk1",
      family = Family.KERNEL,
      meaning = "grow an area by a page and shrink it again, a section each; nobody reads",
      load = "will-it-scale brk1: malloc at the top of the heap",
      timing = Timing.SAMPLED,
      full = true)
  @Benchmark
  public void brk1(Process process) {
    resize(process, (PAGES + 1) * Spaces.PAGE);
    resize(process, PAGES * Spaces.PAGE);
  }

  /** The break up and down, with a fault in the new page. */
  @Scenario(
      name = "brk2",
      family = Family.KERNEL,
      meaning = "grow an area by a page, fault in it, and shrink it again",
      load = "will-it-scale brk2: malloc at the top of the heap, and use",
      timing = Timing.SAMPLED)
  @Benchmark
  public long brk2(Process process, Task task) {
    resize(process, (PAGES + 1) * Spaces.PAGE);
    long seen = task.fault(Process.HEAP + PAGES * Spaces.PAGE);
    resize(process, PAGES * Spaces.PAGE);
    return seen;
  }

  private static void resize(Process process, long size) {
    try (WriteSection<Page> section = process.space.write()) {
      section.writeHold(Process.HEAP, Process.HEAP + 1);
      section.resize(Process.HEAP, Process.HEAP + size);
      section.commit();
    }
  }

  private static void unmap(WriteSection<Page> section, long start, long end) {
    section.writeHold(start, end);
    section.unmap(start, end);
    section.commit();
  }

  /** Flags of the next area. */
  @Scenario(
      name = "mlockmany",
      family = Family.KERNEL,
      meaning = "change the next of 1,000 areas in place, a section each",
      load = "mlock of many mappings, one after the other",
      timing = Timing.SAMPLED)
  @Benchmark
  public Page mlockMany(Process process, Task task) {
    int i = task.next++;
    long address = Process.MANY + Spaces.start(i % LOCKED, 1);
    try (WriteSection<Page> section = process.space.write()) {
      section.writeHold(address, address + 1);
      Page before =
          section.setAttachment(address, i / LOCKED % 2 == 0 ? process.second : process.first);
      section.commit();
      return before;
    }
  }

  /** A small allocation, used and freed. */
  @Scenario(
      name = "small-allocs-mt",
      family = Family.KERNEL,
      meaning = "map 64 KiB where there is room, fault its 16 pages, unmap it",
      load = "many threads that allocate by small mmaps",
      scales = true,
      timing = Timing.SAMPLED,
      busy = false,
      counted = true)
  @Benchmark
  public long smallAllocs(Process process, Task task) {
    long start;
    try (WriteSection<Page> section = process.space.write()) {
      start = section.mapAnywhere(SMALL * Spaces.PAGE, Spaces.PAGE, task.page);
      section.commit();
    }
    long seen = 0;
    for (int i = 0; i < SMALL; i++) {
      seen += task.fault(start + i * Spaces.PAGE);
    }
    try (WriteSection<Page> section = process.space.write()) {
      unmap(section, start, start + SMALL * Spaces.PAGE);
    }
    return seen;
  }

  /** A file is mapped, read through, and unmapped. */
  @Scenario(
      name = "file-thrash",
      family = Family.KERNEL,
      meaning =
          "map 16 MiB, fault every page, 2 µs of simulated I/O inside the hold of each 64th,"
              + " unmap",
      load = "a search through files by mmap",
      scales = true,
      timing = Timing.SAMPLED,
      busy = false,
      counted = true)
  @Benchmark
  public long fileThrash(Process process, Task task) {
    long start = Process.FREE + task.thread * Process.SPAN;
    try (WriteSection<Page> section = process.space.write()) {
      section.map(start, start + PAGES * Spaces.PAGE, task.page);
      section.commit();
    }
    long seen = 0;
    for (int i = 0; i < PAGES; i++) {
      if (!Observed.startRead(task.hold, start + i * Spaces.PAGE)) {
        throw new IllegalStateException("not mapped");
      }
      seen += task.hold.attachment().value + i;
      if (i % IO_EVERY == 0) {
        Background.spin(IO_NANOS);
      }
      task.hold.endRead();
    }
    try (WriteSection<Page> section = process.space.write()) {
      unmap(section, start, start + PAGES * Spaces.PAGE);
    }
    return seen;
  }
}
