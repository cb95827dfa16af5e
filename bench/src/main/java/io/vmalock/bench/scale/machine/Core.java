package io.vmalock.bench.scale.machine;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A simulated core, and the thread that runs its code. */
final class Core {
  static final long NEVER = Long.MAX_VALUE;

  /** No address: what a fence changes. */
  static final long NO_WORD = -1;

  final int index;
  final Thread thread;
  final Map<Object, @Nullable Object> locals = new IdentityHashMap<>();

  /** Its time, in picoseconds; for a waiting core the time-out of its wait, or {@link #NEVER}. */
  long clock;

  /** The address of the word that its last locked operation changed, or {@link #NO_WORD}. */
  long lockedWord = NO_WORD;

  /** The time from which on a load of that word is done. */
  long reloads;

  /** The time at which the last of its sent stores is done. */
  long drained;

  /** The time at which the last of its loads is done that only its locked operations wait for. */
  long loaded;

  /** The times at which the misses under way are done, in a ring. */
  final long[] misses = new long[Hardware.MISSES];

  int nextMiss;

  /** The times at which the stores in its buffer are done, in a ring. */
  final long[] stores = new long[Hardware.STORES];

  int nextStore;

  /** The place in the code. */
  int site;

  /** The place in the code of the last load that missed, and its line. */
  int missSite;

  @Nullable Line missed;

  /** Whether it is parked, and can be unparked. */
  boolean parks;

  boolean permit;
  long random;

  /** The depth of nested class initialisers. */
  int initialises;

  /** The time of hits that its last locked operation still covers. */
  long shadow;

  /** The time from which on the second-level cache can give it another line to store to. */
  long refilled;

  /**
   * The lines in its first-level cache, the last used first in each set: twice the number, and 1 if
   * it was changed there.
   */
  private final int[] first;

  private final int ways;

  /** The addresses of variables that compiled code has in registers. */
  private final long[] registers = new long[16];

  private int registersUsed;
  private int nextRegister;

  /** Whether it may go on. Written before the thread is unparked, and read after its park. */
  private volatile boolean here;

  Core(int index, int lines, Runnable body) {
    this.first = new int[lines];
    this.ways = lines / FirstCache.SETS;
    this.index = index;
    this.thread =
        Threads.unstarted(
            "core-" + index,
            () -> {
              await();
              body.run();
            });
  }

  /**
   * Brings a line into its first-level cache, in place of the line that was used least lately.
   *
   * @param line its number
   * @param changes whether it is for a store: a changed line has to go back later, which a store
   *     waits for, and a load does not
   * @return whether it was there; for a store, whether it was changed already
   */
  boolean brings(int line, boolean changes) {
    int set = line % FirstCache.SETS * ways;
    int way = 0;
    while (way < ways - 1 && first[set + way] >> 1 != line) {
      way++;
    }
    int entry = first[set + way];
    boolean there = entry >> 1 == line;
    boolean changed = there && (entry & 1) != 0;
    System.arraycopy(first, set, first, set + 1, way);
    first[set] = line << 1 | (changed || changes ? 1 : 0);
    return changes ? changed : there;
  }

  boolean hasInRegister(long address) {
    for (int i = 0; i < registersUsed; i++) {
      if (registers[i] == address) {
        return true;
      }
    }
    return false;
  }

  void keepInRegister(long address) {
    registers[nextRegister] = address;
    nextRegister = (nextRegister + 1) % registers.length;
    registersUsed = Math.min(registersUsed + 1, registers.length);
  }

  void forgetRegisters() {
    registersUsed = 0;
    nextRegister = 0;
  }

  /** Lets this core's thread go on. The caller's actions happen-before that. */
  void give() {
    here = true;
    LockSupport.unpark(thread);
  }

  /** Waits, as this core's own thread, until it is let go on. */
  void await() {
    while (!here) {
      LockSupport.park(this);
    }
    here = false;
  }
}
