package io.vmalock.bench.replay.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches parts of lines, eight bytes at a time. */
final class Bytes {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final byte ESCAPE = 0x1b;

  /** An odd number without a pattern: the golden ratio's. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private Bytes() {}

  private static long eight(byte[] bytes, int at) {
    return (long) EIGHT.get(bytes, at);
  }

  /** Returns the first place of a byte; {@code to} if there is none. */
  static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    long pattern = (wanted & 0xff) * LOW_BITS;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long differing = eight(bytes, i) ^ pattern;
      // The lowest high bit that this leaves is that of the first byte without a difference.
      long found = differing - LOW_BITS & ~differing & HIGH_BITS;
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** Returns whether any byte is an ampersand, an escape, or no ASCII. */
  static boolean hasMarkup(byte[] bytes, int from, int to) {
    long ampersands = '&' * LOW_BITS;
    long escapes = ESCAPE * LOW_BITS;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long eight = eight(bytes, i);
      // In ASCII only a byte that is the one looked for borrows, and gets a high bit.
      long found = (eight ^ ampersands) - LOW_BITS | (eight ^ escapes) - LOW_BITS | eight;
      if ((found & HIGH_BITS) != 0) {
        return true;
      }
    }
    while (i < to && bytes[i] >= 0 && bytes[i] != '&' && bytes[i] != ESCAPE) {
      i++;
    }
    return i < to;
  }

  /** Returns a hash of all bytes. */
  static int hash(byte[] bytes, int from, int to) {
    long hash = to - from;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      hash = mix(hash ^ eight(bytes, i));
    }
    long rest = 0;
    for (; i < to; i++) {
      rest = rest << Byte.SIZE | bytes[i] & 0xff;
    }
    return (int) mix(hash ^ rest);
  }

  private static long mix(long bits) {
    long product = bits * SPREAD;
    return product ^ product >>> Integer.SIZE;
  }
}
