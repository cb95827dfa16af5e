package io.vmalock.bench.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store keeps every byte while its tail grows, files are dropped and what is left is compacted.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogStoreTest {
  private static final int FILE = 1 << 13;
  private static final int RECORDS = 3_000;
  private static final int READERS = 3;

  @TempDir private Path folder = Path.of("");

  /** By position: the number of the record that was appended there. */
  private final ConcurrentSkipListMap<Long, Integer> appended = new ConcurrentSkipListMap<>();

  /** Below it everything may have been dropped; set before it is. */
  private volatile long dropped;

  private volatile boolean over;

  private static Stream<VmaLockStrategy> strategies() {
    return Strategies.all().stream().map(StrategyProvider::name).map(Strategies::named);
  }

  private static byte[] record(int number) {
    byte[] bytes = new byte[number * 37 % 200];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  /** Compaction leaves all but every fourth record and what is just being appended out. */
  private boolean wanted(long position) {
    Integer number = appended.get(position);
    return number == null || number % 4 == 0;
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void everyByteIsRight(VmaLockStrategy strategy) throws Exception {
    LogStore store = new LogStore(folder, FILE, strategy);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      int seed = i;
      readers.add(threads.submit(() -> read(store, new Random(seed))));
    }
    Future<Integer> tidier = threads.submit(() -> tidy(store));
    for (int number = 0; number < RECORDS; number++) {
      appended.put(store.append(record(number)), number);
    }
    over = true;
    assertThat(tidier.get()).isPositive();
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isPositive();
    }
    threads.shutdown();

    dropOld(store);
    assertThat(store.compact(this::wanted)).isTrue();
    assertThat(store.size()).isBetween(1L, 3L * FILE);
    int left = 0;
    for (Map.Entry<Long, Integer> each : appended.entrySet()) {
      left += check(store, each.getKey(), each.getValue()) ? 1 : 0;
    }
    assertThat(left).isBetween(1, RECORDS - 1);
    store.close();
    assertThat(store.read(appended.lastKey())).isNull();
    assertThat(files()).isZero();
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /** Reads at random until the end; how many records were there. */
  private int read(LogStore store, Random random) {
    int found = 0;
    while (!over || found == 0) {
      Map.Entry<Long, Integer> last = appended.lastEntry();
      if (last != null) {
        long position = (long) (random.nextDouble() * last.getKey());
        Map.Entry<Long, Integer> each = appended.ceilingEntry(position);
        if (each != null && check(store, each.getKey(), each.getValue())) {
          found++;
        }
      }
    }
    return found;
  }

  /** Whether the record is there; if it is, it is right, and if not, it may be gone. */
  private boolean check(LogStore store, long position, int number) {
    byte[] bytes = store.read(position);
    if (bytes != null) {
      assertThat(bytes).as("record %d at %d", number, position).isEqualTo(record(number));
      return true;
    }
    assertThat(position < dropped || !wanted(position))
        .as("record %d at %d was left out or dropped before %d", number, position, dropped)
        .isTrue();
    return false;
  }

  /** Drops and compacts until the end, and at least once; how often the compaction fitted. */
  private int tidy(LogStore store) {
    int times = 0;
    while (!over || times == 0) {
      dropOld(store);
      times += store.compact(this::wanted) ? 1 : 0;
      Thread.yield();
    }
    return times;
  }

  private void dropOld(LogStore store) {
    Map.Entry<Long, Integer> last = appended.lastEntry();
    if (last != null) {
      dropped = Math.max(dropped, last.getKey() - 4L * FILE);
      store.drop(dropped);
    }
  }
}
