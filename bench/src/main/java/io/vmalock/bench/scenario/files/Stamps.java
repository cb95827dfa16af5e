package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The content of the files: every long of a block gives the file, its generation, and the block.
 * Neither poison nor zeros are such a number.
 */
final class Stamps {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] POISON = new byte[1 << 12];
  private static final int BLOCK_BITS = 16;

  /** Set in every number, so that none is 0. */
  private static final long MARK = 1L << 62;

  static {
    Arrays.fill(POISON, (byte) -1);
  }

  private final Shape shape;

  Stamps(Shape shape) {
    this.shape = shape;
  }

  /**
   * Writes a file.
   *
   * @param generation counts the files that have this number
   */
  void write(Path path, int number, long generation) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(shape.bytes());
    for (int at = 0; at < shape.bytes(); at += Long.BYTES) {
      bytes.putLong(at, stamp(number, generation, at));
    }
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private long stamp(int number, long generation, int at) {
    return MARK | (generation * shape.files() + number) << BLOCK_BITS | at / shape.block();
  }

  /**
   * Checks bytes that were read.
   *
   * @return the number in them
   * @throws WrongBytesException if they are not of that file and block, or not of one file
   */
  long check(long position, byte[] read, int length) {
    long stamp = (long) LONGS.get(read, 0);
    long expected = stamp(number(position), 0, (int) position & shape.bytes() - 1);
    long varying = -1L << BLOCK_BITS + Integer.numberOfTrailingZeros(shape.files()) & MARK - 1;
    if ((stamp & ~varying) != expected
        || Arrays.mismatch(read, 0, length - Long.BYTES, read, Long.BYTES, length) >= 0) {
      throw new WrongBytesException(position, length, stamp, expected);
    }
    return stamp;
  }

  private int number(long position) {
    return (int) (position >>> Integer.numberOfTrailingZeros(shape.bytes()));
  }

  /** Fills a file's memory so that any read of it is detected. */
  static void poison(ByteBuffer memory) {
    for (int at = 0; at < memory.capacity(); at += POISON.length) {
      memory.put(at, POISON, 0, Math.min(POISON.length, memory.capacity() - at));
    }
  }

  /** A reader read bytes of no file. */
  static final class WrongBytesException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    WrongBytesException(long position, int length, long stamp, long expected) {
      super(
          "wrong bytes: a read of "
              + length
              + " at "
              + position
              + " began with "
              + Long.toHexString(stamp)
              + ", or was of two files; a read of file and block gives "
              + Long.toHexString(expected)
              + " and a generation");
    }
  }
}
