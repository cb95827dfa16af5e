package io.vmalock.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory in buffers of up to 2 GiB less 1 byte. A further buffer begins every GiB, so that a slice
 * of up to a GiB lies in one of them.
 */
final class BufferMapping extends Mapping {
  static final int STRIDE_SHIFT = 30;
  private static final long STRIDE = 1L << STRIDE_SHIFT;
  private static final MappedByteBuffer[] NONE = {};

  /** The only buffer, as for most files; null if there are several. */
  private final @Nullable MappedByteBuffer only;

  /** Empty if there is only one. */
  private final MappedByteBuffer[] windows;

  BufferMapping(MappedByteBuffer[] windows) {
    for (MappedByteBuffer window : windows) {
      window.order(ByteOrder.nativeOrder());
    }
    this.only = windows.length == 1 ? windows[0] : null;
    this.windows = only == null ? windows : NONE;
  }

  /** The number of buffers that a length needs. */
  static int windows(long length) {
    long beyondFirst = Math.max(0, length - Integer.MAX_VALUE);
    return 1 + Math.toIntExact((beyondFirst + STRIDE - 1) >>> STRIDE_SHIFT);
  }

  private MappedByteBuffer window(long at) {
    return only != null ? only : windows[index(at)];
  }

  /** The last buffer reaches as far as it can. */
  private int index(long at) {
    return Math.min((int) (at >>> STRIDE_SHIFT), windows.length - 1);
  }

  private int within(long at) {
    return Math.toIntExact(only != null ? at : at - ((long) index(at) << STRIDE_SHIFT));
  }

  @Override
  byte getByte(long at) {
    return window(at).get(within(at));
  }

  @Override
  short getShort(long at) {
    return window(at).getShort(within(at));
  }

  @Override
  int getInt(long at) {
    return window(at).getInt(within(at));
  }

  @Override
  long getLong(long at) {
    return window(at).getLong(within(at));
  }

  @Override
  void get(long at, byte[] to, int from, int length) {
    for (int done = 0; done < length; ) {
      int part = part(at + done, length - done);
      window(at + done).get(within(at + done), to, from + done, part);
      done += part;
    }
  }

  @Override
  void get(long at, ByteBuffer to, int length) {
    for (int done = 0; done < length; ) {
      int part = part(at + done, length - done);
      to.put(to.position() + done, window(at + done), within(at + done), part);
      done += part;
    }
  }

  /** The part of a run that lies in the window of its first byte. */
  private int part(long at, int length) {
    MappedByteBuffer window = window(at);
    int left = window.capacity() - within(at);
    return left >= length || only != null || window == windows[windows.length - 1] ? length : left;
  }

  @Override
  void putByte(long at, byte value) {
    window(at).put(within(at), value);
  }

  @Override
  void putShort(long at, short value) {
    window(at).putShort(within(at), value);
  }

  @Override
  void putInt(long at, int value) {
    window(at).putInt(within(at), value);
  }

  @Override
  void putLong(long at, long value) {
    window(at).putLong(within(at), value);
  }

  @Override
  void put(long at, byte[] from, int first, int length) {
    for (int done = 0; done < length; ) {
      int part = part(at + done, length - done);
      window(at + done).put(within(at + done), from, first + done, part);
      done += part;
    }
  }

  @Override
  void put(long at, ByteBuffer from, int length) {
    for (int done = 0; done < length; ) {
      int part = part(at + done, length - done);
      window(at + done).put(within(at + done), from, from.position() + done, part);
      done += part;
    }
  }

  @Override
  ByteBuffer slice(long at, int length) {
    MappedByteBuffer window = window(at);
    if (window.capacity() - within(at) < length) {
      throw new IllegalArgumentException(
          "a slice of "
              + length
              + " bytes at "
              + at
              + " does not lie in one mapping: with the backing BUFFERS a slice of up to "
              + STRIDE
              + " bytes always does; copy, or take several");
    }
    return window.slice(within(at), length);
  }

  @Override
  void force(long at, long length) {
    for (long done = 0; done < length; ) {
      int part = part(at + done, (int) Math.min(Integer.MAX_VALUE, length - done));
      window(at + done).force(within(at + done), part);
      done += part;
    }
  }

  @Override
  boolean advise(long at, long length, Advice advice) {
    return false;
  }

  @Override
  int mappings() {
    return only != null ? 1 : windows.length;
  }

  @Override
  void unmap() {
    if (only != null) {
      BufferCleaner.unmap(only);
    }
    for (MappedByteBuffer window : windows) {
      BufferCleaner.unmap(window);
    }
  }
}
