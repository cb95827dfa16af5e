package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.space.Commit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/mapped-files.md. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecipesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  /** A log: an address is a position. One thread appends, many read what is shown. */
  private static final class Log {
    private final MappedFiles files;
    private final Path folder;
    private final int fileBytes;
    private MappedFile tail;
    private long tailStart;
    private long end;

    Log(MappedFiles files, Path folder, int fileBytes) throws IOException {
      this.files = files;
      this.folder = folder;
      this.fileBytes = fileBytes;
      this.tail = files.create(folder.resolve("0.log"), fileBytes);
    }

    /** Appends a record; its position. */
    long append(byte[] record) throws IOException {
      int length = Integer.BYTES + record.length;
      if (end + length > tailStart + fileBytes) { // roll: the rest of the file is never shown
        MappedFile full = tail;
        tailStart = tailStart + fileBytes;
        end = tailStart;
        tail = files.create(folder.resolve(tailStart + ".log"), fileBytes);
        full.close(); // the space has it
      }
      long at = end - tailStart;
      tail.putInt(at, record.length);
      tail.put(at + Integer.BYTES, record, 0, record.length);
      long position = end;
      files.space().write(section -> section.map(position, position + length, tail, at));
      end += length;
      return position;
    }

    /** Drops the files that end at a position or before. */
    Commit dropBefore(long position) {
      return files.drop(0, position / fileBytes * fileBytes);
    }
  }

  private static String record(FileHold hold, long position) {
    if (!hold.startRead(position)) {
      return "gone";
    }
    try {
      byte[] bytes = new byte[hold.getInt(position)];
      hold.get(position + Integer.BYTES, bytes, 0, bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      hold.endRead();
    }
  }

  @Test
  void aLogWithGrowingTail() throws Exception {
    MappedFiles files = MappedFiles.create();
    Log log = new Log(files, folder, 1 << 12);
    FileHold hold = files.hold();
    long[] positions = new long[1000];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = log.append(("record " + i).getBytes(StandardCharsets.UTF_8));
      assertThat(record(hold, positions[i])).isEqualTo("record " + i);
    }
    for (int i = 0; i < positions.length; i++) {
      assertThat(record(hold, positions[i])).isEqualTo("record " + i);
    }
    int before = files.mappedFiles();
    assertThat(before).isGreaterThan(3);
    assertThat(log.dropBefore(2 << 12).await(LONG)).isTrue();
    assertThat(files.mappedFiles()).isEqualTo(before - 2);
    assertThat(folder.resolve("0.log")).doesNotExist();
    assertThat(record(hold, positions[0])).isEqualTo("gone");
    assertThat(record(hold, positions[999])).isEqualTo("record 999");
    log.tail.close();
    files.close(LONG);
  }

  /** A segment of even numbers from one on. */
  private MappedFile segment(MappedFiles files, String name, long first, int longs)
      throws IOException {
    MappedFile file = files.create(folder.resolve(name), (long) longs * Long.BYTES);
    for (int i = 0; i < longs; i++) {
      file.putLong((long) i * Long.BYTES, 2 * (first + i));
    }
    return file;
  }

  @Test
  void aSegmentStoreWithCompaction() throws Exception {
    MappedFiles files = MappedFiles.create();
    int bytes = 64 * Long.BYTES;
    for (int i = 0; i < 4; i++) {
      try (MappedFile segment = segment(files, "segment-" + i, i * 64, 64)) {
        files.map((long) i * bytes, segment);
      }
    }
    FileHold reader = files.hold();
    assertThat(reader.startRead(0)).isTrue(); // inside the first one, for long
    Commit compacted;
    try (MappedFile merged = segment(files, "segment-0-3", 0, 256)) {
      compacted = files.compact(0, 4L * bytes, merged);
    }
    FileHold other = files.hold();
    for (int i = 0; i < 256; i++) {
      assertThat(other.getLong((long) i * Long.BYTES)).isEqualTo(2 * i); // waits for nobody
    }
    assertThat(reader.getLong(8)).isEqualTo(2);
    assertThat(folder.resolve("segment-0")).exists();
    reader.endRead();
    assertThat(compacted.await(LONG)).isTrue();
    assertThat(folder.toFile().list()).containsExactly("segment-0-3");
    files.close(LONG);
  }

  @Test
  void anIndexThatIsMappedAnew() throws Exception {
    MappedFiles files = MappedFiles.create();
    Path path = folder.resolve("index");
    int bytes = 1 << 12;
    try (MappedFile index = files.create(path, bytes)) {
      index.putLong(8, 7);
      files.map(0, index);
    }
    FileHold hold = files.hold();
    assertThat(hold.startRead(8)).isTrue();
    Commit grown;
    try (MappedFile longer = files.extend(path, 2 * bytes)) {
      longer.putLong(bytes + 8, 9);
      grown = files.replace(0, bytes, longer);
    }
    assertThat(hold.getLong(8)).isEqualTo(7); // in the mapping before
    hold.endRead();
    assertThat(hold.getLong(8)).isEqualTo(7);
    assertThat(hold.getLong(bytes + 8)).isEqualTo(9);
    assertThat(grown.await(LONG)).isTrue();
    assertThat(files.mappedFiles()).isEqualTo(1);
    assertThat(path).exists();
    files.close(LONG);
  }
}
