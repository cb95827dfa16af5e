package io.vmalock.files;

import java.nio.ByteBuffer;

/**
 * The memory of one mapped file or part. Numbers are in the machine's byte order. It checks bounds,
 * but not whether the memory is still mapped or may be written to.
 *
 * <p>A read or write of a page that the file no longer has, or that the disk has no room for,
 * raises SIGBUS, which the JVM turns into an {@link InternalError}.
 */
abstract class Mapping {
  abstract byte getByte(long at);

  abstract short getShort(long at);

  abstract int getInt(long at);

  abstract long getLong(long at);

  abstract void get(long at, byte[] to, int from, int length);

  /** Copies to the buffer's position, which does not move. */
  abstract void get(long at, ByteBuffer to, int length);

  abstract void putByte(long at, byte value);

  abstract void putShort(long at, short value);

  abstract void putInt(long at, int value);

  abstract void putLong(long at, long value);

  abstract void put(long at, byte[] from, int first, int length);

  /** Copies from the buffer's position, which does not move. */
  abstract void put(long at, ByteBuffer from, int length);

  /**
   * The memory itself. Using it when it is unmapped crashes the JVM, unless the backing reports it.
   */
  abstract ByteBuffer slice(long at, int length);

  /** Writes changes to the disk. */
  abstract void force(long at, long length);

  /** Returns whether the platform takes advice. */
  abstract boolean advise(long at, long length, Advice advice);

  /** The number of mappings that the system has for it. */
  abstract int mappings();

  /** Gives the memory and its addresses back; called once, when no hold is inside. */
  abstract void unmap();
}
