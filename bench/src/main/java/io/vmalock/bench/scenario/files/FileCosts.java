package io.vmalock.bench.scenario.files;

import io.vmalock.bench.scenario.Background;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Observed;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.Timing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The weight of mapped files in the heap, and the mappings left after replacements. An operation
 * counts these: its time means nothing.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileCosts {
  private static final int MANY = 1024;
  private static final int REPLACED = 1000;
  private static final int PAGE = 1 << 12;
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** The time that unmapping by another thread, or by the collector, may take. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

  /** A file that is mapped many times. */
  @State(Scope.Benchmark)
  public static class OneFile {
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final Shape shape = new Shape(MANY, PAGE, PAGE, false);
    private long bytes;
    private Path path;

    /** Writes it. */
    @Setup
    public void write() throws IOException {
      path = Files.createTempFile("vmalock-files-", ".bench");
      Files.write(path, new byte[PAGE]);
      Observed.counter("heap bytes for a file", () -> bytes / MANY);
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
      Files.delete(path);
    }

    private long used() {
      memory.gc();
      return memory.getHeapMemoryUsage().getUsed();
    }
  }

  /** Maps the file very often, and weighs the objects. */
  @Scenario(
      name = "files-heap",
      family = Family.MAPPED_FILES,
      meaning = "map 1,024 files and count what that takes of the heap, a file",
      load = "a store of very many files",
      timing = Timing.SAMPLED,
      warms = false,
      busy = false,
      full = true)
  @Benchmark
  public void weigh(OneFile file) throws IOException {
    StoredFiles mapped = Peer.files(file.shape);
    mapped.map(0, file.path); // the first mapping loads and creates objects that later ones share
    long before = file.used();
    for (int number = 1; number < MANY; number++) {
      mapped.map(number, file.path);
    }
    file.bytes += Math.max(0, file.used() - before) * MANY / (MANY - 1);
    Reference.reachabilityFence(mapped);
    mapped.close();
  }

  /** Files that are read all the time. */
  @State(Scope.Benchmark)
  public static class ReadFiles {
    private final Background background = new Background();
    private final SplittableRandom random = new SplittableRandom(1);
    private FilesInUse inUse;
    private long left;
    private long leftByOwnCount;

    /** Maps them, and lets a reader loose. */
    @Setup
    public void start() throws IOException {
      Shape shape = new Shape(16, 1 << 16, PAGE, true);
      inUse = new FilesInUse(shape, Peer.files(shape));
      Observed.counter("lines of /proc/self/maps left by 1,000", () -> left);
      if (inUse.mapped().mappings() >= 0) {
        Observed.counter("mappings left by its own count", () -> leftByOwnCount);
      }
      StoredFiles.Reader reader = inUse.mapped().reader();
      byte[] to = new byte[64];
      SplittableRandom positions = new SplittableRandom(2);
      background.repeat(
          "reader",
          () -> {
            long position = positions.nextLong(shape.start(shape.files())) & -64;
            reader.read(position, to, to.length);
            inUse.stamps().check(position, to, to.length);
          });
    }

    /** Ends the reader. */
    @TearDown
    public void stop() {
      background.stop();
      inUse.close();
    }

    /** The number of mappings that the system has for the files' folder. */
    private long lines() throws IOException {
      try (Stream<String> maps = Files.lines(MAPS)) {
        return maps.filter(line -> line.contains(inUse.folder().toString())).count();
      }
    }
  }

  /** Replaces files under a reader, and counts the mappings that are left. */
  @Scenario(
      name = "files-left",
      family = Family.MAPPED_FILES,
      meaning = "replace 1,000 of 16 mapped files under a reader, and count what stays mapped",
      load = "a store that has run for long",
      timing = Timing.SAMPLED,
      warms = false,
      busy = false,
      excludes = true,
      full = true)
  @Benchmark
  public void replace(ReadFiles files) throws IOException {
    files.background.check();
    int own = files.inUse.mapped().mappings();
    long before = files.lines();
    for (int i = 0; i < REPLACED; i++) {
      files.inUse.replace(files.random.nextInt(files.inUse.shape().files()));
    }
    long until = System.nanoTime() + PATIENCE;
    while (files.lines() > before && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_AGAIN);
    }
    files.left += Math.max(0, files.lines() - before);
    files.leftByOwnCount += Math.max(0, files.inUse.mapped().mappings() - own);
  }
}
