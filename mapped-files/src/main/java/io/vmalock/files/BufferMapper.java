package io.vmalock.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Maps by {@link FileChannel#map}: {@link Backing#BUFFERS}. */
final class BufferMapper extends Mapper {

  @Override
  Mapping map(Path path, Access access, long offset, long length) throws IOException {
    boolean writable = access == Access.READ_WRITE;
    MapMode mode = writable ? MapMode.READ_WRITE : MapMode.READ_ONLY;
    MappedByteBuffer[] windows = new MappedByteBuffer[BufferMapping.windows(length)];
    int mapped = 0;
    try (FileChannel channel = open(path, writable)) {
      for (; mapped < windows.length; mapped++) {
        long from = (long) mapped << BufferMapping.STRIDE_SHIFT;
        long bytes = Math.min(Integer.MAX_VALUE, length - from);
        windows[mapped] = channel.map(mode, offset + from, bytes);
      }
      return new BufferMapping(windows);
    } finally {
      if (mapped < windows.length) {
        for (int i = 0; i < mapped; i++) {
          BufferCleaner.unmap(windows[i]);
        }
      }
    }
  }

  static FileChannel open(Path path, boolean writable) throws IOException {
    return FileChannel.open(
        path,
        writable
            ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.READ));
  }

  @Override
  int mappings(long length) {
    return BufferMapping.windows(length);
  }

  @Override
  void allocate(Path path, FileChannel channel, long from, long to) throws IOException {
    writeZeros(channel, from, to);
  }

  /**
   * Writes the zeros: a file that is only set longer has holes, and a store into one fails on a
   * full disk.
   */
  static void writeZeros(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros = Zeros.BLOCK.duplicate();
    for (long at = from; at < to; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      at += channel.write(zeros, at);
    }
  }

  /**
   * Slices are copies, because a buffer of this backing cannot be taken back from code that has a
   * duplicate of it.
   */
  @Override
  CheckedSlices checkedSlices() {
    return new CheckedSlices(true);
  }

  /** Initialised when the first file is created. */
  private static final class Zeros {
    static final ByteBuffer BLOCK = ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer();
  }
}
