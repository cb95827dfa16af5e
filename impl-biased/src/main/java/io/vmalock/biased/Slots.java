package io.vmalock.biased;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The table of visible readers, one for the process: a slot holds the id of the VMA that a reader
 * holds through it, or 0.
 *
 * <p>A reader claims a slot by compare-and-set and gives it back by a store, so a slot belongs to a
 * hold and not to a thread: any number of threads, virtual ones too, share what slots there are,
 * and who finds none free is counted in the VMA instead. The slots are 128 bytes apart, so that
 * holds in two of them have no cache line in common, nor two that are fetched as a pair.
 */
final class Slots {
  /** Where {@link #claim} finds none free. */
  static final int NONE = -1;

  /** No VMA has this id. */
  static final long FREE = 0;

  /** A power of two: four for each processor. */
  static final int COUNT =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 8 - 1);

  private static final int LONGS_APART = 16;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  /** With room in front, which keeps the array's length out of the slots' lines. */
  private static final long[] TABLE = new long[(COUNT + 1) * LONGS_APART];

  private Slots() {}

  /**
   * Claims a slot for a VMA: the one that goes with this thread or, as in a hold within a hold, the
   * one across the table.
   *
   * @return its number, or {@link #NONE}
   */
  static int claim(long id) {
    int slot = (int) Thread.currentThread().getId() & COUNT - 1;
    if (tryClaim(slot, id)) {
      return slot;
    }
    slot ^= COUNT / 2;
    return tryClaim(slot, id) ? slot : NONE;
  }

  private static boolean tryClaim(int slot, long id) {
    // The look saves a read-modify-write where a slot is taken. Volatile: the reader's half of the
    // handshake with a writer, who opens its section and then scans; and an acquire of the release
    // by
    // which the last one left.
    return (long) SLOT.getOpaque(TABLE, index(slot)) == FREE
        && SLOT.compareAndSet(TABLE, index(slot), FREE, id);
  }

  /** Gives a slot back. Release: what was done inside comes before the writer goes on (V2). */
  static void release(int slot) {
    SLOT.setRelease(TABLE, index(slot), FREE);
  }

  /** Acquire: a writer that finds it gone goes on, after what was done inside (V2). */
  static long id(int slot) {
    return (long) SLOT.getAcquire(TABLE, index(slot));
  }

  /** How many slots hold this id; exact only while nobody moves. */
  static int count(long id) {
    int count = 0;
    for (int slot = 0; slot < COUNT; slot++) {
      if (id(slot) == id) {
        count++;
      }
    }
    return count;
  }

  private static int index(int slot) {
    return (slot + 1) * LONGS_APART;
  }
}
