package io.vmalock.bench.scenario.files;

import io.vmalock.bench.scenario.Background;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Observed;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.Timing;
import java.util.SplittableRandom;
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
 * Reads of mapped files by position: find the file, keep it mapped, copy, check the bytes, let go.
 * With a writer beside them, which writes new files and puts each in the place of another.
 *
 * <p>Nothing is removed or folded: each call takes the next of {@value #STREAM} positions, and all
 * bytes that it copies are checked; a wrong byte ends the run. The comparison with {@code
 * no-protection} shows the cost beyond copying and checking.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileReads {
  /** The number of positions that each thread goes through: a power of two. */
  static final int STREAM = 1 << 16;

  private static final int KIBI = 1 << 10;
  private static final int LEAST_BLOCK = 4 * KIBI;

  /** The files, and their writer. */
  @State(Scope.Benchmark)
  public static class Mapped {
    /** The number of files. */
    @Param({"16", "64"})
    public int files = 16;

    /** The length of each, in KiB. */
    @Param({"64", "1024"})
    public int kibi = 64;

    /** The number of files that are read. */
    @Param({"1", "16", "64"})
    public int read = 16;

    /** The number of bytes of a read. */
    @Param({"64", "4096", "65536"})
    public int bytes = 64;

    /** The number of replacements in a second. */
    @Param({"0", "10", "100", "1000"})
    public int replaced;

    private FilesInUse inUse;
    private final Background background = new Background();

    /** Maps the files and lets the writer loose. */
    @Setup
    public void start() {
      Shape shape = new Shape(files, kibi * KIBI, Math.max(bytes, LEAST_BLOCK), replaced > 0);
      start(shape, Peer.files(shape));
    }

    /** Starts with files of a subject that is not this JVM's, for tests. */
    void start(Shape shape, StoredFiles subject) {
      inUse = new FilesInUse(shape, subject);
      if (replaced > 0) {
        Recorder latency = Observed.latency("writer");
        SplittableRandom random = new SplittableRandom(1);
        background.every(
            "writer",
            TimeUnit.SECONDS.toNanos(1) / replaced,
            () -> latency.recordValue(inUse.replace(random.nextInt(files))));
      }
    }

    FilesInUse inUse() {
      return inUse;
    }

    /** Ends the writer, and unmaps the files. */
    @TearDown
    public void stop() {
      background.stop();
      inUse.close();
    }
  }

  /** One reader's positions. */
  @State(Scope.Thread)
  public static class Reader {
    private final long[] positions = new long[STREAM];
    private StoredFiles.Reader reader;
    private Stamps stamps;
    private byte[] to;
    private int next;

    /** Draws them. */
    @Setup
    public void draw(Mapped mapped, ThreadParams thread) {
      draw(mapped, 1 + thread.getThreadIndex());
    }

    void draw(Mapped mapped, int seed) {
      SplittableRandom random = new SplittableRandom(seed);
      Shape shape = mapped.inUse.shape();
      for (int i = 0; i < STREAM; i++) {
        positions[i] =
            shape.start(random.nextInt(mapped.read))
                + (long) random.nextInt(shape.bytes() / mapped.bytes) * mapped.bytes;
      }
      reader = mapped.inUse.mapped().reader();
      stamps = mapped.inUse.stamps();
      to = new byte[mapped.bytes];
    }
  }

  /** One read. */
  @Scenario(
      name = "files-64-mb",
      family = Family.MAPPED_FILES,
      meaning = "copy and check 64 bytes at random of 64 mapped files of 1 MiB",
      load = "a store whose records are read in no order",
      params = {"files=64", "kibi=1024", "read=64", "bytes=64", "replaced=0"},
      scales = true,
      curve = true,
      full = true)
  @Scenario(
      name = "files-16",
      family = Family.MAPPED_FILES,
      meaning = "copy and check 64 bytes at random of 16 mapped files of 64 KiB",
      load = "a store that is in the caches",
      params = {"files=16", "kibi=64", "read=16", "bytes=64", "replaced=0"},
      scales = true,
      curve = true,
      full = true)
  @Scenario(
      name = "files-hot",
      family = Family.MAPPED_FILES,
      meaning = "copy and check 64 bytes at random of one of 16 mapped files of 64 KiB",
      load = "the tail of a log, the index of a store",
      params = {"files=16", "kibi=64", "read=1", "bytes=64", "replaced=0"},
      scales = true,
      curve = true,
      full = true)
  @Scenario(
      name = "files-scan-4k",
      family = Family.MAPPED_FILES,
      meaning = "copy and check 4 KiB at random of 64 mapped files of 1 MiB",
      load = "a store that reads by pages",
      params = {"files=64", "kibi=1024", "read=64", "bytes=4096", "replaced=0"},
      scales = true,
      curve = true,
      full = true)
  @Scenario(
      name = "files-scan-64k",
      family = Family.MAPPED_FILES,
      meaning = "copy and check 64 KiB at random of 64 mapped files of 1 MiB",
      load = "a log that is sent in batches",
      params = {"files=64", "kibi=1024", "read=64", "bytes=65536", "replaced=0"},
      scales = true,
      curve = true,
      full = true)
  @Scenario(
      name = "files-replace-10",
      family = Family.MAPPED_FILES,
      meaning = "as files-16, while 10 of them a second are written anew and replaced",
      load = "a store that rolls and drops segments",
      params = {"files=16", "kibi=64", "read=16", "bytes=64", "replaced=10"},
      scales = true,
      curve = true,
      timing = Timing.LONG,
      busy = false,
      excludes = true,
      full = true)
  @Scenario(
      name = "files-replace-100",
      family = Family.MAPPED_FILES,
      meaning = "as files-16, while 100 of them a second are written anew and replaced",
      load = "a store that compacts all the time",
      params = {"files=16", "kibi=64", "read=16", "bytes=64", "replaced=100"},
      scales = true,
      curve = true,
      timing = Timing.LONG,
      busy = false,
      excludes = true,
      full = true)
  @Scenario(
      name = "files-replace-1k",
      family = Family.MAPPED_FILES,
      meaning = "as files-16, while 1,000 of them a second are written anew and replaced",
      load = "more than a store does",
      params = {"files=16", "kibi=64", "read=16", "bytes=64", "replaced=1000"},
      scales = true,
      curve = true,
      timing = Timing.LONG,
      busy = false,
      excludes = true,
      full = true)
  @Benchmark
  public long read(Reader reader) {
    long position = reader.positions[reader.next++ & STREAM - 1];
    reader.reader.read(position, reader.to, reader.to.length);
    return reader.stamps.check(position, reader.to, reader.to.length);
  }
}
