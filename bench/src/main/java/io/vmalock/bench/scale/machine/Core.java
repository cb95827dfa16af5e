package io.vmalock.bench.scale.machine;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A simulated core, and the thread that runs its code. */
final class Core {
  static final long NEVER = Long.MAX_VALUE;

  final int index;
  final Thread thread;
  final Map<Object, @Nullable Object> locals = new IdentityHashMap<>();

  /** Its time, in picoseconds; of one that waits, when its wait times out, or {@link #NEVER}. */
  long clock;

  /** When the last of its stores that were sent off is done. */
  long drained;

  /** When the last of its loads that it did not wait for is done. */
  long loaded;

  /** When the misses that are under way are done, in a ring. */
  final long[] misses = new long[Hardware.MISSES];

  int nextMiss;

  /** When the stores in its buffer are done, in a ring. */
  final long[] stores = new long[Hardware.STORES];

  int nextStore;

  /** Where the code is. */
  int site;

  /** Where it was when a load missed last, and which line that was. */
  int missSite;

  @Nullable Line missed;

  /** Whether it is parked, and can be unparked. */
  boolean parks;

  boolean permit;
  long random;

  /** How deep in class initialisers it is. */
  int initialises;

  /** How much time of hits its last locked operation still covers. */
  long shadow;

  /** Where the variables lie that compiled code has in registers. */
  private final long[] registers = new long[16];

  private int registersUsed;
  private int nextRegister;

  /** Whether it is to go on. Written before the thread is unparked, and read after its park. */
  private volatile boolean here;

  Core(int index, Runnable body) {
    this.index = index;
    this.thread =
        Threads.unstarted(
            "core-" + index,
            () -> {
              await();
              body.run();
            });
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

  /** Lets this core's thread go on. What the caller did happens-before that. */
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
