package io.vmalock.bench.scenario;

import io.vmalock.Capability;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

/**
 * A reader stays inside one mapped file for {@value #INSIDE_MILLIS} ms, like one that waits for a
 * slow disk. Meanwhile that file is replaced, then another one, and a further reader comes to the
 * first one again and again. The wait of each is recorded separately, and so is the time from the
 * slow reader's exit to the release of the old file.
 *
 * <p>The writers' times include the usual work of a store: they create and map the new file. The
 * subject decides which thread unmaps and deletes the old file for real.
 *
 * <p>An operation is the whole story, so its own time means nothing: read the latencies. A further
 * reader that waits delays those that would have come meanwhile, which are counted as {@link
 * Recorder#recordValueWithExpectedInterval} does.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SlowReader {
  private static final int FILES = 64;
  private static final int INSIDE_MILLIS = 300;
  private static final long INSIDE = TimeUnit.MILLISECONDS.toNanos(INSIDE_MILLIS);

  /** From the first writer to the second one. */
  private static final long LATER = TimeUnit.MILLISECONDS.toNanos(10);

  /** From one further reader to the next. */
  private static final long BETWEEN = TimeUnit.MICROSECONDS.toNanos(500);

  private static final Recorder OWN = Observed.latency("writer of its area");
  private static final Recorder OTHER = Observed.latency("writer of another area");
  private static final Recorder READER = Observed.latency("new reader of its area");
  private static final Recorder RELEASE = Observed.latency("release after the reader left");

  /** The story. */
  static final class Story {
    private final FileStore store;
    private final ExecutorService threads =
        Executors.newCachedThreadPool(
            body -> {
              Thread thread = new Thread(body);
              thread.setDaemon(true);
              return thread;
            });
    private MappedFile first = MappedFile.create();
    private volatile boolean left;

    Story(FileStore store) {
      this.store = store;
      store.replace(0, first);
    }

    /** Runs the story once. */
    void tell() throws InterruptedException, ExecutionException {
      left = false;
      CountDownLatch inside = new CountDownLatch(1);
      Future<Long> slow = threads.submit(() -> store.stay(0, inside, INSIDE));
      inside.await();
      Future<?> other = threads.submit(this::replaceAnother);
      Future<?> reader = threads.submit(this::read);
      MappedFile old = first;
      long began = System.nanoTime();
      first = MappedFile.create();
      store.replace(0, first);
      OWN.recordValue(System.nanoTime() - began);
      long leaving = slow.get();
      left = true;
      RELEASE.recordValue(Math.max(0, old.awaitRelease() - leaving));
      other.get();
      reader.get();
    }

    private void replaceAnother() {
      LockSupport.parkNanos(LATER);
      long began = System.nanoTime();
      store.replace(1, MappedFile.create());
      OTHER.recordValue(System.nanoTime() - began);
    }

    private void read() {
      while (!left) {
        long began = System.nanoTime();
        store.read(0);
        READER.recordValueWithExpectedInterval(System.nanoTime() - began, BETWEEN);
        LockSupport.parkNanos(BETWEEN);
      }
    }

    void end() {
      threads.shutdownNow();
      store.close();
    }
  }

  /** The files of a space. */
  @State(Scope.Benchmark)
  public static class InSpace {
    /** The most readers of a file. */
    @Param("2147483647")
    public int readers = Integer.MAX_VALUE;

    /** Whether a file is replaced in the kernel's form. */
    @Param("false")
    public boolean writeHolds;

    private Story story;

    /** Maps them. */
    @Setup
    public void map() {
      story = new Story(new SpaceFiles(FILES, readers, writeHolds));
    }

    /** Releases them. */
    @TearDown
    public void end() {
      story.end();
    }
  }

  /** The files of the control. */
  @State(Scope.Benchmark)
  public static class InCounts {
    private Story story;

    /** Maps them. */
    @Setup
    public void map() {
      story = new Story(new CountedFiles(FILES));
    }

    /** Releases them. */
    @TearDown
    public void end() {
      story.end();
    }
  }

  /** In a space. */
  @Scenario(
      name = "slow-reader",
      family = Family.SLOW_READER,
      meaning =
          "a reader is 300 ms inside a mapped file, which is replaced meanwhile: see its latencies",
      load = "a store, one of whose readers waits for a slow disk",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Scenario(
      name = "slow-reader-full",
      family = Family.SLOW_READER,
      meaning = "as slow-reader, and the reader is as many as its area may have: 1",
      load = "a store with more readers of one file than a lock can count",
      params = {"readers=1", "writeHolds=false"},
      timing = Timing.SAMPLED,
      busy = false,
      needs = Capability.READER_LIMIT,
      excludes = true)
  @Scenario(
      name = "slow-reader-write-hold",
      family = Family.SLOW_READER,
      meaning = "as slow-reader, in the kernel's form: the writer waits, with the mmap lock held",
      load = "munmap under a page fault that reads from a slow disk",
      params = {"readers=2147483647", "writeHolds=true"},
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Benchmark
  public void inSpace(InSpace files) throws InterruptedException, ExecutionException {
    files.story.tell();
  }

  /** With a count for each file. */
  @Control(
      name = "count-per-file",
      of = {"slow-reader", "slow-reader-full", "slow-reader-write-hold"},
      meaning = "a reference count for each file: who takes it to 0 releases",
      quick = true)
  @Benchmark
  public void inCounts(InCounts files) throws InterruptedException, ExecutionException {
    files.story.tell();
  }
}
