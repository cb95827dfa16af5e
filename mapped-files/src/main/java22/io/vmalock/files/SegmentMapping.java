package io.vmalock.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Memory of a file as one segment. */
final class SegmentMapping extends Mapping {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment segment;

  /** The arena that owns the memory; null if the calls have mapped it. */
  private final @Nullable Arena arena;

  /** Null if the JDK has mapped it. */
  private final @Nullable SystemCalls calls;

  private SegmentMapping(
      MemorySegment segment, @Nullable Arena arena, @Nullable SystemCalls calls) {
    this.segment = segment;
    this.arena = arena;
    this.calls = calls;
  }

  /** Memory that the JDK has mapped, in an arena of its own. */
  static SegmentMapping by(Arena arena, MemorySegment segment) {
    return new SegmentMapping(segment, arena, null);
  }

  /** Memory that the calls have mapped, from the page on in which the segment begins. */
  static SegmentMapping by(SystemCalls calls, MemorySegment segment) {
    return new SegmentMapping(segment, null, calls);
  }

  MemorySegment segment() {
    return segment;
  }

  @Override
  byte getByte(long at) {
    return segment.get(BYTE, at);
  }

  @Override
  short getShort(long at) {
    return segment.get(SHORT, at);
  }

  @Override
  int getInt(long at) {
    return segment.get(INT, at);
  }

  @Override
  long getLong(long at) {
    return segment.get(LONG, at);
  }

  @Override
  void get(long at, byte[] to, int from, int length) {
    MemorySegment.copy(segment, BYTE, at, to, from, length);
  }

  @Override
  void get(long at, ByteBuffer to, int length) {
    MemorySegment target = MemorySegment.ofBuffer(to); // the rest of it
    MemorySegment.copy(segment, at, target, 0, length);
  }

  @Override
  void putByte(long at, byte value) {
    segment.set(BYTE, at, value);
  }

  @Override
  void putShort(long at, short value) {
    segment.set(SHORT, at, value);
  }

  @Override
  void putInt(long at, int value) {
    segment.set(INT, at, value);
  }

  @Override
  void putLong(long at, long value) {
    segment.set(LONG, at, value);
  }

  @Override
  void put(long at, byte[] from, int first, int length) {
    MemorySegment.copy(from, first, segment, BYTE, at, length);
  }

  @Override
  void put(long at, ByteBuffer from, int length) {
    MemorySegment.copy(MemorySegment.ofBuffer(from), 0, segment, at, length);
  }

  @Override
  ByteBuffer slice(long at, int length) {
    return segment.asSlice(at, length).asByteBuffer();
  }

  @Override
  void force(long at, long length) {
    if (calls == null) {
      segment.asSlice(at, length).force();
    } else {
      calls.force(segment.address() + at, length);
    }
  }

  @Override
  boolean advise(long at, long length, Advice advice) {
    return calls != null && calls.advise(segment.address() + at, length, advice);
  }

  @Override
  int mappings() {
    return 1;
  }

  @Override
  void unmap() {
    if (calls != null) {
      long first = segment.address() & -calls.pageSize();
      calls.unmap(first, segment.address() + segment.byteSize() - first);
    } else if (arena != null) {
      arena.close();
    }
  }
}
