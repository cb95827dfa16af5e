package io.vmalock.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Maps memory segments: {@link Backing#ARENA} and {@link Backing#MUNMAP}. */
final class SegmentMapper extends Mapper {
  /**
   * The most bytes that are reserved by writing zeros: 16 MiB. A file system such as ext4 keeps
   * these in memory at first. So a file that is soon written or deleted costs it less than one with
   * blocks reserved on the disk: a file of 16 KiB a fifth, and one of 4 MiB a tenth. But the disk
   * may have to write them, too.
   */
  private static final long MOST_ZEROS = 16 << 20;

  /** Null with arenas. */
  private final @Nullable SystemCalls calls;

  SegmentMapper(Backing backing) {
    this.calls = backing == Backing.MUNMAP ? new SystemCalls() : null;
  }

  @Override
  Mapping map(Path path, Access access, long offset, long length) throws IOException {
    boolean writable = access == Access.READ_WRITE;
    if (calls != null && path.getFileSystem() == FileSystems.getDefault()) {
      return mapByCalls(calls, path, writable, offset, length);
    }
    MapMode mode = writable ? MapMode.READ_WRITE : MapMode.READ_ONLY;
    Arena arena = Arena.ofShared();
    boolean done = false;
    try (FileChannel channel = BufferMapper.open(path, writable)) {
      MemorySegment segment = channel.map(mode, offset, length, arena);
      done = true;
      return SegmentMapping.by(arena, segment);
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "the file system of " + path + " maps no memory segments: take the backing BUFFERS", e);
    } finally {
      if (!done) {
        arena.close();
      }
    }
  }

  /** The mapping begins at a page, and the segment at the requested offset. */
  private static Mapping mapByCalls(
      SystemCalls calls, Path path, boolean writable, long offset, long length) throws IOException {
    long before = offset & (calls.pageSize() - 1);
    long bytes = before + length;
    int file = calls.open(path, writable);
    try {
      long address = calls.map(file, writable, offset - before, bytes);
      MemorySegment segment = MemorySegment.ofAddress(address + before).reinterpret(length);
      return SegmentMapping.by(calls, segment);
    } finally {
      calls.close(file);
    }
  }

  @Override
  int mappings(long length) {
    return 1;
  }

  @Override
  void allocate(Path path, FileChannel channel, long from, long to) throws IOException {
    if (calls == null
        || to - from <= MOST_ZEROS
        || path.getFileSystem() != FileSystems.getDefault()) {
      BufferMapper.writeZeros(channel, from, to);
      return;
    }
    int file = calls.open(path, true);
    try {
      calls.allocate(file, from, to - from);
    } finally {
      calls.close(file);
    }
  }

  @Override
  CheckedSlices checkedSlices() {
    return calls == null ? new CheckedSlices(false) : new ScopedSlices();
  }

  /** Slices that the platform makes fail when their hold has ended, with all views made of them. */
  private static final class ScopedSlices extends CheckedSlices {
    private @Nullable Arena arena;

    ScopedSlices() {
      super(false);
    }

    @Override
    ByteBuffer slice(Mapping mapping, long at, int length) {
      if (arena == null) {
        arena = Arena.ofConfined();
      }
      MemorySegment memory = ((SegmentMapping) mapping).segment();
      if (!memory.scope().equals(Arena.global().scope())) {
        return super.slice(mapping, at, length); // in a file system of the program's own
      }
      return MemorySegment.ofAddress(memory.address() + at)
          .reinterpret(length, arena, null)
          .asByteBuffer()
          .asReadOnlyBuffer();
    }

    @Override
    void end() {
      if (arena != null) {
        try {
          arena.close();
        } catch (WrongThreadException e) {
          throw new IllegalStateException(
              "checked slices end on the thread that took them: end the hold there, or build with"
                  + " checked(false)",
              e);
        }
        arena = null;
      }
      super.end();
    }
  }
}
