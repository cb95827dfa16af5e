package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files are replaced and compacted under readers, of which each sees right bytes only; afterwards
 * the process has as many mappings of them as before, and as many files are open.
 */
@Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplacementsTest {
  private static final int REPLACEMENTS = Integer.getInteger("vmalock.files.replacements", 500);
  private static final int FILES = 16;
  private static final int BYTES = 1 << 14;
  private static final long POISON = 0xDEAD_DEAD_DEAD_DEADL;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** How long {@link #soak} goes on for each backing, all strategies together. */
  private static final long SOAK_NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("vmalock.files.soak-seconds", 1));

  /** Then it says what it saw. */
  private static final boolean SOAKING =
      REPLACEMENTS >= 10_000 || SOAK_NANOS > TimeUnit.SECONDS.toNanos(1);

  @TempDir private Path root = Path.of("");

  private Path folder = Path.of("");
  private volatile boolean over;

  private static Stream<Arguments> subjects() {
    List<String> names = Strategies.all().stream().map(StrategyProvider::name).toList();
    return Backings.available()
        .flatMap(backing -> names.stream().map(name -> Arguments.of(backing, name)));
  }

  /** The lines of the folder, those of deleted files included. */
  private long lines() throws IOException {
    try (Stream<String> maps = Files.lines(MAPS)) {
      return maps.filter(line -> line.contains(folder.toString())).count();
    }
  }

  private static long openFiles(Path folder) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(
              one -> {
                try {
                  return Files.readSymbolicLink(one).toString().startsWith(folder.toString());
                } catch (IOException e) {
                  return false; // closed meanwhile
                }
              })
          .count();
    }
  }

  private MappedFile file(MappedFiles files, long number, int bytes) {
    try {
      MappedFile file = files.create(folder.resolve("file-" + number), bytes);
      for (int at = 0; at < bytes; at += Long.BYTES) {
        file.putLong(at, number ^ at);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void poison(MappedFile file) {
    for (int at = 0; at < file.size(); at += Long.BYTES) {
      file.setLong(at, POISON);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void nothingStaysMapped(Backing backing, String strategy) throws Exception {
    replace(backing, strategy, done -> done < REPLACEMENTS);
  }

  private static Stream<Backing> backings() {
    return Backings.available();
  }

  /** By the clock, all strategies in turn; a second in the ordinary build, minutes by the soak. */
  @ParameterizedTest
  @MethodSource("backings")
  void soak(Backing backing) throws Exception {
    List<StrategyProvider> all = Strategies.all();
    for (StrategyProvider strategy : all) {
      long end = System.nanoTime() + SOAK_NANOS / all.size();
      replace(backing, strategy.name(), done -> System.nanoTime() - end < 0);
    }
  }

  /** Replaces files under readers for as long as it should go on. */
  private void replace(Backing backing, String strategy, IntPredicate goesOn) throws Exception {
    assumeTrue(Files.isReadable(MAPS), "the system has no /proc/self/maps");
    folder = Files.createTempDirectory(root, "files-");
    over = false;
    VmaLockStrategy chosen = Strategies.named(strategy);
    MappedFiles files =
        MappedFiles.builder()
            .backing(backing)
            .space(space -> space.strategy(chosen))
            .beforeUnmap(ReplacementsTest::poison)
            .build();
    long number = 0;
    for (; number < FILES; number++) {
      try (MappedFile file = file(files, number, BYTES)) {
        files.map(number * BYTES, file);
      }
    }
    final long linesBefore = lines();
    final int mappingsBefore = files.mappings();
    assertThat(linesBefore).isEqualTo(FILES);
    assertThat(mappingsBefore).isEqualTo(FILES);

    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int seed = i;
      readers.add(threads.submit(() -> read(files, seed)));
    }
    SplittableRandom random = new SplittableRandom(1);
    Queue<io.vmalock.space.Commit> going = new ArrayDeque<>();
    int replacements = 0;
    for (; goesOn.test(replacements); replacements++) {
      // One of one, or one of two, and then two of one.
      long at = (long) random.nextInt(FILES - 1) * BYTES;
      if (random.nextInt(4) == 0) {
        try (MappedFile both = file(files, number++, 2 * BYTES)) {
          files.compact(at, at + 2 * BYTES, both);
        }
        for (int part = 0; part < 2; part++) {
          try (MappedFile one = file(files, number++, BYTES)) {
            going.add(files.compact(at + part * BYTES, at + (part + 1) * BYTES, one));
          }
        }
      } else {
        try (MappedFile one = file(files, number++, BYTES)) {
          going.add(files.compact(at, at + BYTES, one));
        }
      }
      while (going.size() > 50) {
        assertThat(going.remove().await(LONG)).isTrue();
      }
    }
    over = true;
    long reads = 0;
    for (Future<Long> reader : readers) {
      assertThat(reader.get()).isPositive();
      reads += reader.get();
    }
    threads.shutdown();
    for (io.vmalock.space.Commit one : going) {
      assertThat(one.await(LONG)).isTrue();
    }
    // A file that opener and space left in one moment is released by either.
    while (files.mappings() != FILES) {
      Thread.sleep(1);
    }
    if (SOAKING) {
      System.out.printf(
          "%s, %s: %,d replacements, %,d reads, no wrong byte;"
              + " lines of /proc/self/maps %d, then %d; its own count %d, then %d%n",
          backing,
          strategy,
          replacements,
          reads,
          linesBefore,
          lines(),
          mappingsBefore,
          files.mappings());
    }
    assertThat(lines()).isEqualTo(FILES);
    files.space().write(section -> section.unmap(0, (long) FILES * BYTES)).await();
    files.close(LONG);
    assertThat(files.mappings()).isZero();
    assertThat(lines()).isZero();
    assertThat(openFiles(folder)).isZero();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.count()).isEqualTo(FILES);
    }
  }

  /** Reads of all kinds until the end; how many. */
  private long read(MappedFiles files, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FileHold hold = files.hold();
    long reads = 0;
    while (!over || reads == 0) {
      int at = random.nextInt(FILES * BYTES / Long.BYTES) * Long.BYTES;
      assertThat(hold.startRead(at)).isTrue();
      MappedFile file = hold.file();
      long number =
          Long.parseLong(file.path().getFileName().toString().substring("file-".length()));
      long offset = hold.offset(at);
      for (int i = 0; i < 20 && offset + i * 8 < file.size() && at + i * 8 < hold.end(); i++) {
        assertThat(hold.getLong(at + i * 8)).isEqualTo(number ^ (offset + i * 8));
      }
      if (random.nextInt(8) == 0) {
        Thread.yield();
        assertThat(hold.slice(at, 8).getLong(0)).isEqualTo(number ^ offset);
      }
      hold.endRead();
      assertThat(hold.getLong(at)).isNotEqualTo(POISON);
      reads++;
    }
    return reads;
  }
}
