package io.vmalock.files.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.files.MappedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.apache.kafka.storage.internals.log.OffsetIndex;
import org.apache.kafka.storage.internals.log.OffsetPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka's own index of a segment and the one on the module, through the operations of a log: they
 * give the same answers and write the same file, also while one is resized under look-ups.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KafkaIndexTest {
  private static final int BYTES = 1 << 20;
  private static final long BASE = 1_000_000;
  private static final int READERS = 2;

  @TempDir private Path folder = Path.of("");

  private volatile boolean over;

  @Test
  void bothAnswerAlike() throws Exception {
    MappedFiles files = MappedFiles.create();
    Path own = folder.resolve("own.index");
    Path ours = folder.resolve("ours.index");
    try (OffsetIndex kafka = new OffsetIndex(own.toFile(), BASE, BYTES, true);
        VmalockOffsetIndex index = new VmalockOffsetIndex(files, 0, ours, BASE, BYTES)) {
      SplittableRandom random = new SplittableRandom(1);
      long offset = BASE;
      for (int i = 0; i < 2_000; i++) {
        int what = random.nextInt(100);
        if (what < 90 && (long) index.entries() * 8 < BYTES / 2) {
          offset += 1 + random.nextInt(50);
          kafka.append(offset, i);
          index.append(offset, i);
        } else if (what < 93) {
          long to = BASE + random.nextLong(Math.max(1, offset - BASE));
          kafka.truncateTo(to);
          index.truncateTo(to);
          offset = Math.max(kafka.lastOffset(), BASE);
        } else {
          int bytes = random.nextBoolean() ? BYTES / 2 : BYTES;
          kafka.resize(bytes);
          index.resize(bytes);
        }
        assertThat(index.entries()).isEqualTo(kafka.entries());
        long asked = BASE - 10 + random.nextLong(offset - BASE + 100);
        if (asked >= BASE) {
          assertThat(index.lookup(asked)).isEqualTo(kafka.lookup(asked));
        }
      }
      kafka.resize(BYTES);
      index.resize(BYTES);
      kafka.flush();
      files.force(0, BYTES);
      int written = kafka.entries() * 8;
      assertThat(first(ours, written)).isEqualTo(first(own, written));
    }
    files.close(Duration.ofSeconds(10));
    assertThat(files.mappings()).isZero();
  }

  private static byte[] first(Path file, int bytes) throws Exception {
    return java.util.Arrays.copyOf(Files.readAllBytes(file), bytes);
  }

  /** What a log does to its active index. */
  private interface Index {
    void append(long offset, int position) throws Exception;

    void resize(int bytes) throws Exception;
  }

  /** Look-ups by two threads, while one appends, and rolls: which resizes twice. */
  private double lookUps(Index index, LongFunction<OffsetPosition> lookup) throws Exception {
    int entries = BYTES / 16;
    for (int i = 0; i < entries; i++) {
      index.append(BASE + 1 + 10L * i, i);
    }
    over = false;
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Long>> readers = new ArrayList<>();
    long began = System.nanoTime();
    for (int r = 0; r < READERS; r++) {
      int seed = r;
      readers.add(
          threads.submit(
              () -> {
                SplittableRandom random = new SplittableRandom(seed);
                long done = 0;
                for (; !over; done++) {
                  int i = random.nextInt(entries);
                  OffsetPosition found = lookup.apply(BASE + 1 + 10L * i + 5);
                  assertThat(found.position() == i && found.offset() == BASE + 1 + 10L * i)
                      .isTrue();
                }
                return done;
              }));
    }
    for (int i = 0; i < 200; i++) {
      Thread.sleep(10);
      index.resize(i % 2 == 0 ? BYTES / 2 : BYTES);
    }
    over = true;
    long sum = 0;
    for (Future<Long> reader : readers) {
      sum += reader.get();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    threads.shutdown();
    return sum / seconds;
  }

  @Test
  void itIsResizedUnderLookUps() throws Exception {
    // As in production: with BUFFERS a checked slice is a copy.
    MappedFiles files = MappedFiles.builder().checked(false).build();
    double ours;
    try (VmalockOffsetIndex index =
        new VmalockOffsetIndex(files, 0, folder.resolve("ours.index"), BASE, BYTES)) {
      ours =
          lookUps(
              new Index() {
                @Override
                public void append(long offset, int position) {
                  index.append(offset, position);
                }

                @Override
                public void resize(int bytes) throws Exception {
                  index.resize(bytes);
                }
              },
              index::lookup);
    }
    files.close(Duration.ofSeconds(10));
    assertThat(files.mappings()).isZero();
    double own;
    try (OffsetIndex index =
        new OffsetIndex(folder.resolve("own.index").toFile(), BASE, BYTES, true)) {
      own =
          lookUps(
              new Index() {
                @Override
                public void append(long offset, int position) {
                  index.append(offset, position);
                }

                @Override
                public void resize(int bytes) throws Exception {
                  index.resize(bytes);
                }
              },
              index::lookup);
    }
    System.out.printf(
        "Kafka's index, look-ups a second by %d threads: on the module, %s: %,.0f; its own:"
            + " %,.0f%n",
        READERS, files.backing(), ours, own);
    assertThat(ours).isPositive();
  }
}
