package io.vmalock.bench.example;

import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A log of records in mapped files. A record's position in the log is its address in a space, and
 * each file is the attachment of one area or more. The tail grows; whole files are dropped at the
 * head; compaction copies what is still wanted of several files into one and leaves every record at
 * its position. Readers run beside all of it and wait for none of it.
 *
 * <p>Any number of threads read; appending, compaction and dropping may each be done by any thread.
 */
final class LogStore implements AutoCloseable {
  private static final int HEADER = 2 * Integer.BYTES; // length and checksum
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final Path folder;
  private final int fileBytes;
  private final AddressSpace<LogFile> space;

  // The tail, guarded by this.
  private @Nullable LogFile tail;
  private long tailStart;
  private long end;

  /** An empty log in a folder, in files of so many bytes. */
  LogStore(Path folder, int fileBytes, VmaLockStrategy strategy) {
    this.folder = folder;
    this.fileBytes = fileBytes;
    this.space =
        AddressSpace.<LogFile>builder().strategy(strategy).release(LogFile::release).build();
  }

  // ---- Reading ----

  /** The record at a position; null if it was dropped, or compaction has left it out. */
  byte @Nullable [] read(long position) {
    return space.read(position, hold -> record(hold, position));
  }

  /** How many bytes all records have that are there now. */
  long size() {
    return space.speculate(
        areas -> {
          long bytes = 0;
          for (Area<LogFile> area : areas) {
            bytes += area.end() - area.start();
          }
          return bytes;
        });
  }

  /** Inside a hold the file stays mapped, and the offset right, whatever becomes of the log. */
  private static byte[] record(Hold<LogFile> hold, long position) {
    ByteBuffer file = hold.attachment().buffer;
    int offset = (int) hold.offset(position);
    byte[] bytes = new byte[file.getInt(offset)];
    file.get(offset + HEADER, bytes);
    if (checksum(bytes) != file.getInt(offset + Integer.BYTES)) {
      throw new IllegalStateException("the record at " + position + " is damaged");
    }
    return bytes;
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  // ---- Writing ----

  /** Appends a record; its position. */
  synchronized long append(byte[] bytes) {
    int length = HEADER + bytes.length;
    if (length > fileBytes) {
      throw new IllegalArgumentException(length + " bytes do not fit a file of " + fileBytes);
    }
    LogFile file = tail;
    if (file == null || end + length - tailStart > fileBytes) {
      file = LogFile.create(folder, fileBytes);
      tail = file;
      tailStart += end == tailStart ? 0 : fileBytes;
      end = tailStart;
    }
    long position = end;
    int offset = (int) (position - tailStart);
    file.buffer.putInt(offset, bytes.length).putInt(offset + Integer.BYTES, checksum(bytes));
    file.buffer.put(offset + HEADER, bytes);
    LogFile appended = file;
    // Maps what is new: it merges with the tail, whose attachment goes on at this offset. The
    // commit shows the bytes to readers, too.
    space.write(section -> section.map(position, position + length, appended, offset));
    end = position + length;
    return position;
  }

  /**
   * Drops all files that end at or before a position. Their readers keep them until they leave, and
   * the last one has each deleted.
   */
  void drop(long before) {
    long whole = before / fileBytes * fileBytes;
    if (whole > 0) {
      space.write(section -> section.unmap(0, whole));
    }
  }

  /**
   * Copies the records that are wanted, of all files but the tail, into one new file, if they fit
   * it. Each stays at its position: what lies next to each other in the new file is mapped far
   * apart.
   *
   * @return whether they fitted; if not, nothing has changed
   */
  boolean compact(LongPredicate wanted) {
    long start;
    synchronized (this) {
      start = tailStart;
    }
    try (WriteSection<LogFile> section = space.write()) {
      List<Piece> pieces = wantedPieces(section, start, wanted);
      long bytes = pieces.stream().mapToLong(piece -> piece.length).sum();
      if (bytes > fileBytes) {
        return false; // rolls back
      }
      if (bytes > 0) {
        section.unmap(0, start);
        LogFile file = LogFile.create(folder, fileBytes);
        int offset = 0;
        for (Piece piece : pieces) {
          file.buffer.put(offset, piece.file.buffer, piece.offset, piece.length);
          section.map(piece.position, piece.position + piece.length, file, offset);
          offset += piece.length;
        }
      }
      section.commit();
      return true;
    }
  }

  /** One record, and where it lies. */
  private record Piece(long position, LogFile file, int offset, int length) {}

  private static List<Piece> wantedPieces(
      WriteSection<LogFile> section, long end, LongPredicate wanted) {
    List<Piece> pieces = new ArrayList<>();
    for (Area<LogFile> area : section) {
      for (long position = area.start(); position < Math.min(area.end(), end); ) {
        LogFile file = area.attachment();
        int offset = (int) area.offset(position);
        int length = HEADER + file.buffer.getInt(offset);
        if (wanted.test(position)) {
          pieces.add(new Piece(position, file, offset, length));
        }
        position += length;
      }
    }
    return pieces;
  }

  /** Waits until the last reader has left and every file is deleted. */
  @Override
  public void close() throws InterruptedException {
    space.close(LONGEST_CLOSE);
  }

  /** A file of the log, mapped whole. */
  private static final class LogFile {
    final Path path;
    final MappedByteBuffer buffer;

    private LogFile(Path path, MappedByteBuffer buffer) {
      this.path = path;
      this.buffer = buffer;
    }

    static LogFile create(Path folder, int bytes) {
      try {
        Path path = Files.createTempFile(folder, "log-", ".records");
        try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          return new LogFile(path, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Nobody reads the file any more. The JDK unmaps a buffer when it is collected; until then its
     * bytes are no record's, so that a reader who is wrong here is found.
     */
    void release() {
      for (int i = 0; i < buffer.capacity(); i += Long.BYTES) {
        buffer.putLong(i, 0xDEAD_DEAD_DEAD_DEADL);
      }
      try {
        Files.delete(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }
}
