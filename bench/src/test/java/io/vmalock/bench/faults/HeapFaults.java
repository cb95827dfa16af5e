package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;

/**
 * Runs an operation with so many bytes of heap left, again and again with some more of them: from
 * where nothing can be allocated to where all of it can. For a JVM of its own with a small heap.
 *
 * <p>Other threads have no more, either: that which runs the releases meets the same errors.
 */
final class HeapFaults {
  /** From one budget to the next: less than most objects, so that each allocation fails once. */
  private static final int STEP = 40;

  private static final int LARGEST = 1 << 18;
  private static final int SMALLEST = 16;

  /** What fills the heap: each begins with a reference to the one before. */
  private Object ballast;

  private byte[] budget;

  private HeapFaults() {}

  /** The faults of one operation, with so many budgets. */
  static Tally run(
      Operation operation, VmaLockStrategy strategy, Operation.Watch watch, int budgets) {
    Scene[] scenes = new Scene[budgets];
    for (int i = 0; i < budgets; i++) {
      scenes[i] = new Scene(strategy, watch);
      operation.prepare(scenes[i]);
    }
    HeapFaults faults = new HeapFaults();
    for (int i = 0; i < budgets; i++) {
      faults.leave(i * STEP);
      try {
        operation.run(scenes[i]);
      } catch (Throwable e) {
        scenes[i].thrown = e;
      }
    }
    faults.ballast = null;
    Tally tally = new Tally(operation);
    for (Scene scene : scenes) {
      tally.add(scene);
    }
    return tally;
  }

  /** Fills the heap but for so many bytes. */
  private void leave(int bytes) {
    while (true) {
      try {
        budget = new byte[bytes];
        break;
      } catch (OutOfMemoryError e) {
        ballast = ((Object[]) ballast)[0]; // gives some back
      }
    }
    for (int size = LARGEST; size >= SMALLEST; size /= 4) {
      try {
        while (true) {
          Object[] more = new Object[size / 4 + 1];
          more[0] = ballast;
          ballast = more;
        }
      } catch (OutOfMemoryError e) {
        // Full, for this size.
      }
    }
    budget = null;
  }
}
