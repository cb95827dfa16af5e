package io.vmalock.modelcheck.machine;

import org.jspecify.annotations.Nullable;

/** The machine of each thread. A thread has none until it enters one. */
public final class CurrentMachine {
  private static final ThreadLocal<@Nullable Machine> CURRENT = new ThreadLocal<>();

  private CurrentMachine() {}

  /** Returns the machine of the calling thread, or null if it has none. */
  public static @Nullable Machine get() {
    return CURRENT.get();
  }

  /** Runs code on a machine, which is told of the code's accesses until it ends. */
  public static void run(Machine machine, Runnable code) {
    CURRENT.set(machine);
    try {
      code.run();
    } finally {
      CURRENT.remove();
    }
  }
}
