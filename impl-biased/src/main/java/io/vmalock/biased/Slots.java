package io.vmalock.biased;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The table of visible readers, one for the process: a slot holds the id of the VMA that a reader
 * holds through it, or 0. If the VMA was retired meanwhile, it holds the negated id.
 *
 * <p>A reader claims a slot by compare-and-set and gives it back by a store. So a slot belongs to a
 * hold and not to a thread: any number of threads, virtual ones too, share the slots, and a reader
 * that finds none free is counted in the VMA instead. The slots are 128 bytes apart, so that holds
 * in two of them share no cache line, nor two lines that are fetched as a pair.
 */
final class Slots {
  /** The answer of {@link #claim} that finds no slot free. */
  static final int NONE = 0;

  /** No VMA has this id. */
  static final long FREE = 0;

  /** A power of two: four to eight for each processor. */
  static final int COUNT =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 8 - 1);

  /** Slots are numbered by their place in the table, in longs. */
  static final int APART = 16;

  /** Unused room in front, which keeps the array's length out of the slots' lines. */
  static final int FIRST = APART;

  static final int LAST = FIRST + (COUNT - 1) * APART;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long[] TABLE = new long[LAST + APART];

  private Slots() {}

  /**
   * Claims a slot for a VMA: the slot of this thread or, as in a hold within a hold, the one across
   * the table.
   *
   * @return its number, or {@link #NONE}
   */
  static int claim(long id) {
    int slot = FIRST + ((int) Thread.currentThread().getId() & COUNT - 1) * APART;
    if (tryClaim(slot, id)) {
      return slot;
    }
    int across = slot <= LAST / 2 ? slot + COUNT / 2 * APART : slot - COUNT / 2 * APART;
    return tryClaim(across, id) ? across : NONE;
  }

  private static boolean tryClaim(int slot, long id) {
    // Volatile: the reader's half of the handshake with a writer, which opens its section and then
    // scans; and an acquire of the release by which the last reader left the slot.
    return SLOT.compareAndSet(TABLE, slot, FREE, id);
  }

  /**
   * Tells the reader in a slot that its VMA is retired. The reader may have looked just before, and
   * then gives the slot back all the same.
   *
   * <p>Volatile: a reader that finds the negated id comes after the retirement, its full fence
   * included.
   *
   * @return whether the slot held {@code id}
   */
  static boolean negate(int slot, long id) {
    return SLOT.compareAndSet(TABLE, slot, id, -id);
  }

  /** Gives a slot back. Release: the hold's accesses come before the writer goes on (V2). */
  static void release(int slot) {
    SLOT.setRelease(TABLE, slot, FREE);
  }

  /** Acquire: a writer that finds the reader gone goes on after the hold's accesses (V2). */
  static long id(int slot) {
    return (long) SLOT.getAcquire(TABLE, slot);
  }

  /** The number of slots that hold this id, negated or not; exact only while no reader moves. */
  static int count(long id) {
    int count = 0;
    for (int slot = FIRST; slot <= LAST; slot += APART) {
      if (Math.abs(id(slot)) == id) {
        count++;
      }
    }
    return count;
  }
}
