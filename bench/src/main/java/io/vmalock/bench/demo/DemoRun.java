package io.vmalock.bench.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One way, in a separate JVM, because it may crash. It prints its observations every half second.
 */
final class DemoRun {
  private static final int READERS = 2;
  private static final int IDLE = 1000;
  private static final long BETWEEN_REPLACEMENTS = 10_000_000;
  private static final long BETWEEN_REPORTS = 500_000_000;

  private DemoRun() {}

  /**
   * Runs one way.
   *
   * @param arguments the way, a folder for its files, and the number of seconds
   */
  public static void main(String[] arguments) throws Exception {
    DemoStore store =
        switch (arguments[0]) {
          case "by-hand" -> new BuffersByHand();
          case "arena" -> new SharedArenas();
          default -> new VmalockFiles();
        };
    run(store, Path.of(arguments[1]), Long.parseLong(arguments[2]) * 1_000_000_000);
    System.exit(0); // the idle threads are still there
  }

  private static void run(DemoStore store, Path folder, long nanos)
      throws IOException, InterruptedException {
    Path[] paths = new Path[DemoStore.FILES];
    long number = 0;
    for (int file = 0; file < DemoStore.FILES; file++) {
      paths[file] = folder.resolve("file-" + number);
      store.replace(file, paths[file], number++);
    }
    idle();
    LongAdder reads = new LongAdder();
    LongAdder wrong = new LongAdder();
    for (int i = 0; i < READERS; i++) {
      int seed = i;
      Thread reader = new Thread(() -> read(store, new SplittableRandom(seed), reads, wrong));
      reader.setDaemon(true);
      reader.start();
    }
    Histogram writer = new Histogram(3);
    Histogram unmapped = new Histogram(3);
    long began = System.nanoTime();
    long report = began;
    SplittableRandom random = new SplittableRandom(7);
    for (long now = began; now - began < nanos; now = System.nanoTime()) {
      int file = random.nextInt(DemoStore.FILES);
      Path next = folder.resolve("file-" + number);
      writer.recordValue(store.replace(file, next, number++));
      if (store.untilUnmapped() >= 0) {
        unmapped.recordValue(store.untilUnmapped());
      }
      Files.deleteIfExists(paths[file]);
      paths[file] = next;
      if (System.nanoTime() - report > BETWEEN_REPORTS) {
        report = System.nanoTime();
        report(store, report - began, reads.sum(), wrong.sum(), writer, unmapped);
      }
      LockSupport.parkNanos(BETWEEN_REPLACEMENTS);
    }
    report(store, System.nanoTime() - began, reads.sum(), wrong.sum(), writer, unmapped);
  }

  /** Threads that only wait, as a server has them. */
  private static void idle() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(IDLE);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                started.countDown();
                while (true) {
                  LockSupport.park();
                }
              },
              "idle-" + i,
              1 << 16);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    started.await();
  }

  private static void read(
      DemoStore store, SplittableRandom random, LongAdder reads, LongAdder wrong) {
    DemoStore.Reader reader = store.reader();
    while (true) {
      int done = 0;
      for (; done < 1000; done++) {
        int offset = random.nextInt(DemoStore.BYTES / DemoStore.RECORD) * DemoStore.RECORD;
        try {
          reader.read(random.nextInt(DemoStore.FILES), offset);
        } catch (DemoStore.WrongBytes e) {
          wrong.increment();
        }
      }
      reads.add(done);
    }
  }

  private static void report(
      DemoStore store, long nanos, long reads, long wrong, Histogram writer, Histogram unmapped) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s;%d;%d;%d;%d;%d;%d;%d;%d;%d",
            store.way(),
            nanos,
            reads,
            wrong,
            store.refused(),
            writer.getTotalCount(),
            writer.getValueAtPercentile(50),
            writer.getValueAtPercentile(99),
            unmapped.getTotalCount() == 0 ? -1 : unmapped.getValueAtPercentile(50),
            unmapped.getTotalCount() == 0 ? -1 : unmapped.getValueAtPercentile(99)));
  }
}
