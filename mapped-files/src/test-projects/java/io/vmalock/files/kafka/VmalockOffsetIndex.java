package io.vmalock.files.kafka;

import io.vmalock.files.Access;
import io.vmalock.files.FileHold;
import io.vmalock.files.MappedFile;
import io.vmalock.files.MappedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.storage.internals.log.OffsetPosition;

/**
 * Kafka's index of a segment on the module: which position in the log an offset has, at most. The
 * same file, looked up, appended to, truncated and resized as Kafka's {@code OffsetIndex}, which
 * keeps its mapping to itself and so cannot be a base class.
 *
 * <p>Kafka looks up under the read half of a lock, and resizes, which maps anew, under its write
 * half. Here a look-up holds the mapping that it began in, and a resize puts another in its place.
 */
final class VmalockOffsetIndex implements AutoCloseable {
  private static final int ENTRY = 2 * Integer.BYTES;

  private final MappedFiles files;
  private final long start;
  private final Path path;
  private final long baseOffset;
  private final ThreadLocal<FileHold> holds;

  // Guarded by this; volatile for look-ups, which see the entries that the number counts.
  private MappedFile mapped;
  private volatile int entries;
  private long lastOffset;

  /** Makes an empty one of so many bytes, at an address where the files have that much room. */
  VmalockOffsetIndex(MappedFiles files, long start, Path path, long baseOffset, int bytes)
      throws IOException {
    this.files = files;
    this.start = start;
    this.path = path;
    this.baseOffset = baseOffset;
    this.lastOffset = baseOffset;
    this.holds = ThreadLocal.withInitial(files::hold);
    this.mapped = files.create(path, bytes / ENTRY * ENTRY);
    files.map(start, mapped);
  }

  /** The last entry whose offset is not above; the beginning if there is none. */
  OffsetPosition lookup(long offset) {
    FileHold hold = hold();
    try {
      ByteBuffer index = index(hold);
      int slot = slot(index, offset);
      return slot < 0
          ? new OffsetPosition(baseOffset, 0)
          : new OffsetPosition(offset(index, slot), index.getInt(slot * ENTRY + Integer.BYTES));
    } finally {
      hold.endRead();
    }
  }

  private FileHold hold() {
    FileHold hold = holds.get();
    if (!hold.startRead(start)) {
      throw new IllegalStateException("the index " + path + " is closed");
    }
    return hold;
  }

  /** The entries that there are, but no more than this mapping has: it may have been resized. */
  private ByteBuffer index(FileHold hold) {
    return hold.slice(start, (int) Math.min(hold.end() - start, (long) entries * ENTRY));
  }

  private int slot(ByteBuffer index, long offset) {
    int low = -1;
    for (int high = index.capacity() / ENTRY; high - low > 1; ) {
      int middle = (low + high) >>> 1;
      if (offset(index, middle) <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long offset(ByteBuffer index, int slot) {
    return baseOffset + index.getInt(slot * ENTRY);
  }

  synchronized void append(long offset, int position) {
    long at = (long) entries * ENTRY;
    if (at == mapped.size() || (entries > 0 && offset <= lastOffset)) {
      throw new IllegalArgumentException("full, or not above " + lastOffset + ": " + offset);
    }
    mapped.putInt(at, (int) (offset - baseOffset));
    mapped.putInt(at + Integer.BYTES, position);
    lastOffset = offset;
    entries++;
  }

  /** Forgets the entries from this offset on. */
  synchronized void truncateTo(long offset) {
    FileHold hold = hold();
    try {
      ByteBuffer index = index(hold);
      entries = slot(index, offset - 1) + 1;
      lastOffset = entries == 0 ? baseOffset : offset(index, entries - 1);
    } finally {
      hold.endRead();
    }
  }

  /** Maps so many bytes, but no fewer than there are entries. Waits for those inside to cut. */
  synchronized void resize(int bytes) throws IOException, InterruptedException {
    int size = bytes / ENTRY * ENTRY;
    long before = mapped.size();
    if (size == before || size < entries * ENTRY) {
      return;
    }
    MappedFile next =
        size > before ? files.extend(path, size) : files.open(path, Access.READ_WRITE, 0, size);
    MappedFile old = mapped;
    boolean done = false;
    try {
      io.vmalock.space.Commit commit = files.replace(start, start + before, next);
      mapped = next;
      done = true;
      old.close();
      if (size < before) {
        commit.await(); // then nobody reads what is cut off
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(size);
        }
      }
    } finally {
      if (!done) {
        next.close();
      }
    }
  }

  int entries() {
    return entries;
  }

  @Override
  public synchronized void close() {
    files.space().write(section -> section.unmap(start, start + mapped.size()));
    mapped.close();
  }
}
