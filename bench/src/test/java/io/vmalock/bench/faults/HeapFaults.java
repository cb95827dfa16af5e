package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;

/**
 * Runs an operation with so many bytes of heap left, again and again with some more of them: from
 * where nothing can be allocated to where all of it can. For a JVM of its own with a small heap.
 *
 * <p>Other threads have no more, either: that which runs the releases meets the same errors.
 */
final class HeapFaults {
  /**
   * The smallest step from one budget to the next, unless {@code vmalock.faults.step} sets it: less
   * than most objects take.
   */
  private static final int SMALLEST_STEP = 40;

  /** More than any operation allocates, once its call sites are linked. */
  private static final int LARGEST_BUDGET = 24 << 10;

  /** So many budgets in a row without an error: all of the operation fits. */
  private static final int ENOUGH = 4;

  private static final int LARGEST = 1 << 18;

  /** The last size of the ballast. Giving one back makes room for several budgets. */
  private static final int SMALLEST_BALLAST = 1 << 12;

  private static final int LARGEST_REST = 1 << 10;
  private static final int SMALLEST = 16;

  /**
   * The objects that fill most of the heap, for all budgets: each begins with a reference to the
   * one before.
   */
  private Object ballast;

  /** The objects that fill the rest, anew for each budget, so that only small sizes are retried. */
  private Object rest;

  private byte[] budget;

  private HeapFaults() {}

  /** The faults of one operation, with so many budgets at most. */
  static Tally run(Operation operation, VmaLockStrategy strategy, Operation.Watch watch, int most) {
    int step =
        Integer.getInteger(
            "vmalock.faults.step", Math.max(SMALLEST_STEP, LARGEST_BUDGET / most & -8));
    Scene[] scenes = new Scene[most];
    for (int i = 0; i < most; i++) {
      scenes[i] = new Scene(strategy, watch);
      operation.prepare(scenes[i]);
    }
    operation.warmUp(strategy, watch);
    HeapFaults faults = new HeapFaults();
    int ran = 0;
    for (int fitting = 0; ran < most && fitting < ENOUGH; ran++) {
      faults.leave(ran * step);
      try {
        operation.run(scenes[ran]);
        fitting++;
      } catch (Throwable e) {
        scenes[ran].thrown = e;
        fitting = 0;
      }
    }
    faults.ballast = null;
    faults.rest = null;
    return Tally.of(operation, scenes, ran);
  }

  /** Fills the heap but for so many bytes. */
  private void leave(int bytes) {
    if (ballast == null) {
      for (int size = LARGEST; size >= SMALLEST_BALLAST; size /= 4) {
        try {
          while (true) {
            ballast = filling(size, ballast);
          }
        } catch (OutOfMemoryError e) {
          // Full, for this size.
        }
      }
    }
    rest = null;
    while (true) {
      try {
        budget = new byte[bytes];
        break;
      } catch (OutOfMemoryError e) {
        ballast = ((Object[]) ballast)[0]; // gives some back
      }
    }
    for (int size = LARGEST_REST; size >= SMALLEST; size /= 4) {
      try {
        while (true) {
          rest = filling(size, rest);
        }
      } catch (OutOfMemoryError e) {
        // Full, for this size.
      }
    }
    budget = null;
  }

  private static Object[] filling(int size, Object before) {
    Object[] more = new Object[size / 4 + 1];
    more[0] = before;
    return more;
  }
}
