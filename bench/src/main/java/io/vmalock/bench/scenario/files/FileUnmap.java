package io.vmalock.bench.scenario.files;

import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Observed;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.Timing;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
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
 * Takes one of 16 files out, until it is unmapped, beside threads that only wait. It was read
 * before, so that it has pages to give back, and no reader is inside.
 *
 * <p>The file is mapped and read before each operation, outside its time; see {@code BulkDetach}.
 * Nothing is removed: these are calls of the system.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileUnmap {
  private static final int FILES = 16;
  private static final int BYTES = 1 << 16;
  private static final int PAGE = 1 << 12;
  private static final long SMALL_STACK = 1 << 16;

  private static final Recorder GOES_ON = Observed.latency("writer goes on");

  /** The files, and the threads that wait. */
  @State(Scope.Benchmark)
  public static class Mapped {
    /** The number of waiting threads. */
    @Param({"0", "100", "1000"})
    public int idle;

    private final CountDownLatch end = new CountDownLatch(1);
    private final byte[] page = new byte[PAGE];
    private FilesInUse inUse;
    private StoredFiles mapped;
    private StoredFiles.Reader reader;
    private boolean out;

    /** Maps the files and starts the threads. */
    @Setup
    public void start() throws InterruptedException {
      Shape shape = new Shape(FILES, BYTES, BYTES, false);
      inUse = new FilesInUse(shape, Peer.files(shape));
      mapped = inUse.mapped();
      reader = mapped.reader();
      CountDownLatch started = new CountDownLatch(idle);
      for (int i = 0; i < idle; i++) {
        Thread thread =
            new Thread(
                null,
                () -> {
                  started.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "idle-" + i,
                SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
      }
      started.await();
    }

    /** Maps the file that is taken out next, and reads all of it. */
    @Setup(Level.Invocation)
    public void mapOne() throws IOException {
      if (out) {
        mapped.map(0, inUse.path(0));
        out = false;
      }
      for (int at = 0; at < BYTES; at += PAGE) {
        reader.read(at, page, PAGE);
        inUse.stamps().check(at, page, PAGE);
      }
    }

    /** Ends the threads, and unmaps the files. */
    @TearDown
    public void stop() {
      end.countDown();
      inUse.close();
    }
  }

  /** One unmap. */
  @Scenario(
      name = "files-unmap-0",
      family = Family.MAPPED_FILES,
      meaning = "take a mapped file out, until it is unmapped",
      load = "a program with few threads",
      params = "idle=0",
      timing = Timing.SAMPLED,
      busy = false,
      unmaps = true,
      full = true)
  @Scenario(
      name = "files-unmap-100",
      family = Family.MAPPED_FILES,
      meaning = "take a mapped file out, until it is unmapped, with 100 threads that wait",
      load = "a server",
      params = "idle=100",
      timing = Timing.SAMPLED,
      busy = false,
      unmaps = true,
      full = true)
  @Scenario(
      name = "files-unmap-1k",
      family = Family.MAPPED_FILES,
      meaning = "take a mapped file out, until it is unmapped, with 1,000 threads that wait",
      load = "a server with a thread for each request",
      params = "idle=1000",
      timing = Timing.SAMPLED,
      busy = false,
      unmaps = true,
      full = true)
  @Benchmark
  public void unmap(Mapped state) throws InterruptedException {
    state.out = true;
    long began = System.nanoTime();
    GOES_ON.recordValue(Math.max(0, state.mapped.remove(0) - began));
  }
}
