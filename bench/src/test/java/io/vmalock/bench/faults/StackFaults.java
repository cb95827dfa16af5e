package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;

/**
 * Runs an operation at every depth of the stack near its end: dives until the stack overflows, and
 * on the way back runs it once in each frame, from where nothing fits to where all of it does.
 */
final class StackFaults {
  private static final long STACK_BYTES = 512 << 10;

  private final Operation operation;
  private final Scene[] scenes;
  private int next;

  private StackFaults(Operation operation, VmaLockStrategy strategy, boolean counters, int depths) {
    this.operation = operation;
    this.scenes = new Scene[depths];
    for (int i = 0; i < depths; i++) {
      scenes[i] = new Scene(strategy, counters);
      operation.prepare(scenes[i]);
    }
  }

  /** The faults of one operation, at as many depths. */
  static Tally run(Operation operation, VmaLockStrategy strategy, boolean counters, int depths)
      throws InterruptedException {
    StackFaults faults = new StackFaults(operation, strategy, counters, depths);
    Thread diver = new Thread(null, faults::dive, "diver", STACK_BYTES);
    diver.start();
    diver.join();
    Tally tally = new Tally(operation);
    for (int i = 0; i < faults.next; i++) {
      tally.add(faults.scenes[i]);
    }
    for (int i = faults.next; i < depths; i++) {
      faults.scenes[i].space.close();
    }
    return tally;
  }

  private void dive() {
    try {
      dive();
    } catch (StackOverflowError e) {
      // The end of the stack, or the operation's own, which is kept.
    }
    if (next < scenes.length) {
      Scene scene = scenes[next++];
      try {
        operation.run(scene);
      } catch (Throwable e) {
        scene.thrown = e;
      }
    }
  }
}
