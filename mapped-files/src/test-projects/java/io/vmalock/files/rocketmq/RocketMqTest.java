package io.vmalock.files.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.files.MappedFiles;
import io.vmalock.selection.Strategies;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.rocketmq.store.MappedFileQueue;
import org.apache.rocketmq.store.SelectMappedBufferResult;
import org.apache.rocketmq.store.logfile.MappedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * RocketMQ's own queue of log files, with the module's files in it and with its own: appended to,
 * read by offset, flushed, and expired under its readers.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RocketMqTest {
  private static final int FILE = 1 << 16;
  private static final int RECORD = 256;
  private static final int KEPT = 8;
  private static final int READERS = 2;

  @TempDir private Path folder = Path.of("");

  private volatile boolean over;

  private static MappedFiles files() {
    // A result may be released by another thread than the one that selected it.
    return MappedFiles.builder()
        .checked(false)
        .space(space -> space.strategy(Strategies.named("refcnt")))
        .build();
  }

  /** Each long of a record says where in the log it begins. */
  private static byte[] record(long offset) {
    ByteBuffer bytes = ByteBuffer.allocate(RECORD);
    while (bytes.hasRemaining()) {
      bytes.putLong(offset);
    }
    return bytes.array();
  }

  private static boolean isRecord(ByteBuffer bytes, long offset) {
    for (int i = 0; i < RECORD; i += Long.BYTES) {
      if (bytes.getLong(i) != offset) {
        return false;
      }
    }
    return true;
  }

  private record Seen(long reads, long missed, long wrong, long appended, double seconds) {}

  /** Appends so many files while readers read, and expires all but the last few. */
  private Seen run(MappedFileQueue queue, int rolls) throws Exception {
    over = false;
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<long[]>> readers = new ArrayList<>();
    long began = System.nanoTime();
    long offset = 0;
    for (; offset < 2 * FILE; offset += RECORD) {
      assertThat(queue.getLastMappedFile(offset).appendMessage(record(offset))).isTrue();
    }
    for (int i = 0; i < READERS; i++) {
      int seed = i;
      readers.add(threads.submit(() -> read(queue, seed)));
    }
    for (; offset < (long) rolls * FILE; offset += RECORD) {
      MappedFile last = queue.getLastMappedFile(offset);
      assertThat(last.appendMessage(record(offset))).isTrue();
      if (offset % FILE == 0) {
        queue.flush(0);
        expire(queue, offset - (long) KEPT * FILE);
      }
    }
    over = true;
    long[] sums = new long[3];
    for (Future<long[]> reader : readers) {
      long[] one = reader.get();
      Arrays.setAll(sums, i -> sums[i] + one[i]);
    }
    threads.shutdown();
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Seen(sums[0], sums[1], sums[2], offset, seconds);
  }

  /** As RocketMQ does to a file that has expired; readers of it are inside. */
  private static void expire(MappedFileQueue queue, long before) {
    for (MappedFile file : List.copyOf(queue.getMappedFiles())) {
      if (file.getFileFromOffset() < before) {
        file.destroy(60_000);
        queue.getMappedFiles().remove(file);
      }
    }
  }

  private long[] read(MappedFileQueue queue, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long reads = 0;
    long missed = 0;
    long wrong = 0;
    while (!over) {
      long first = queue.getMinOffset();
      long end = queue.getMaxOffset();
      long offset = first + random.nextLong(Math.max(1, (end - first) / RECORD)) * RECORD;
      MappedFile file = queue.findMappedFileByOffset(offset);
      SelectMappedBufferResult found =
          file == null ? null : file.selectMappedBuffer((int) (offset % FILE), RECORD);
      if (found == null) {
        missed++; // it expired meanwhile
        continue;
      }
      wrong += isRecord(found.getByteBuffer(), offset) ? 0 : 1;
      found.release();
      reads++;
    }
    return new long[] {reads, missed, wrong};
  }

  private static long mapped(Path folder) throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(folder.toString())).count();
    }
  }

  @Test
  void itsQueueAppendsReadsAndExpires() throws Exception {
    MappedFiles files = files();
    MappedFileQueue queue = new VmalockMappedFileQueue(files, folder, FILE);
    Seen seen = run(queue, 400);
    System.out.println("RocketMQ on the module, " + files.backing() + ": " + seen);
    assertThat(seen.wrong()).isZero();
    assertThat(seen.reads()).isPositive();
    assertThat(queue.getMappedFiles()).hasSizeBetween(KEPT, KEPT + 2);
    queue.destroy();
    files.close(Duration.ofSeconds(10));
    assertThat(files.mappings()).isZero();
    assertThat(mapped(folder)).isZero();
    assertThat(folder.resolve("00000000000000000000")).doesNotExist();
  }

  @Test
  void besideItsOwnFiles() throws Exception {
    MappedFileQueue queue = new MappedFileQueue(folder.toString(), FILE, null);
    Seen seen = run(queue, 400);
    System.out.println("RocketMQ on its own files: " + seen);
    assertThat(seen.wrong()).isZero();
    queue.destroy();
  }

  /** What its issues 8405 and 10288 are about: a part is selected, and its release comes late. */
  static final class SlowReader {
    private SlowReader() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Files.createTempDirectory("vmalock-rocketmq-");
      MappedFiles files = files();
      MappedFileQueue queue =
          arguments[0].equals("module")
              ? new VmalockMappedFileQueue(files, folder, FILE)
              : new MappedFileQueue(folder.toString(), FILE, null);
      for (long offset = 0; offset < FILE; offset += RECORD) {
        queue.getLastMappedFile(offset).appendMessage(record(offset));
      }
      MappedFile file = queue.findMappedFileByOffset(0);
      SelectMappedBufferResult slow = file.selectMappedBuffer(0, RECORD);
      file.destroy(10); // the store gives it up after so many milliseconds, not 120,000 as it does
      Thread.sleep(20);
      boolean gone = file.destroy(10);
      System.out.println("destroyed " + gone);
      System.out.println("right bytes " + isRecord(slow.getByteBuffer(), 0));
      slow.release();
      while (files.mappings() > 0) {
        Thread.sleep(1);
      }
      System.out.println("file there " + Files.exists(Path.of(file.getFileName())));
    }
  }

  private record Ended(int status, String output) {}

  private Ended slowReader(String way) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + folder.resolve("crash"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(SlowReader.class.getName());
    command.add(way);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String all = String.join("\n", out.lines().toList());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), all);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSlowReaderOfADestroyedFileReadsOn() throws Exception {
    Ended ended = slowReader("module");
    assertThat(ended.output()).contains("destroyed true", "right bytes true", "file there false");
    assertThat(ended.status()).isZero();
  }

  /** Its own files: what the module would save it from. */
  @Test
  void itsOwnCrashes() throws Exception {
    Ended ended = slowReader("own");
    assertThat(ended.output()).contains("destroyed true", "SIGSEGV").doesNotContain("right bytes");
    assertThat(ended.status()).isNotZero();
  }
}
