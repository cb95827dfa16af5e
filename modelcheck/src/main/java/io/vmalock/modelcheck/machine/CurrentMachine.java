package io.vmalock.modelcheck.machine;

import org.jspecify.annotations.Nullable;

/** Which machine a thread is of. Threads are of none until they say so. */
public final class CurrentMachine {
  private static final ThreadLocal<@Nullable Machine> CURRENT = new ThreadLocal<>();

  private CurrentMachine() {}

  /** The machine of the calling thread, or null if it is of none. */
  public static @Nullable Machine get() {
    return CURRENT.get();
  }

  /** Runs code on a machine, which hears of its accesses until it ends. */
  public static void run(Machine machine, Runnable code) {
    CURRENT.set(machine);
    try {
      code.run();
    } finally {
      CURRENT.remove();
    }
  }
}
