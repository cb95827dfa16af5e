package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;

/**
 * Runs an operation at every depth of the stack near its end: dives until the stack overflows, and
 * on the way back runs it once in each frame, from where nothing fits to where all of it does.
 */
final class StackFaults {
  private static final long STACK_BYTES = 512 << 10;

  /** So many frames in a row without an error: all of the operation fits. */
  private static final int ENOUGH = 60;

  private final int stride;

  private final Operation operation;
  private final Scene[] scenes;
  private int next;
  private int fitting;
  private int frames;

  private StackFaults(
      Operation operation, VmaLockStrategy strategy, Operation.Watch watch, int most, int stride) {
    this.stride = stride;
    this.operation = operation;
    operation.warmUp(strategy, watch);
    this.scenes = new Scene[most];
    for (int i = 0; i < most; i++) {
      scenes[i] = new Scene(strategy, watch);
      operation.prepare(scenes[i]);
    }
  }

  /**
   * The faults of one operation.
   *
   * @param most at how many depths at most
   * @param stride from one depth to the next, in frames
   */
  static Tally run(
      Operation operation, VmaLockStrategy strategy, Operation.Watch watch, int most, int stride)
      throws InterruptedException {
    StackFaults faults = new StackFaults(operation, strategy, watch, most, stride);
    Thread diver = new Thread(null, faults::dive, "diver", STACK_BYTES);
    diver.start();
    diver.join();
    return Tally.of(operation, faults.scenes, faults.next);
  }

  private void dive() {
    try {
      dive();
    } catch (StackOverflowError e) {
      // The end of the stack, or the operation's own, which is kept.
    }
    if (++frames % stride == 0 && next < scenes.length && fitting * stride < ENOUGH) {
      Scene scene = scenes[next++];
      try {
        operation.run(scene);
        fitting++;
      } catch (Throwable e) {
        scene.thrown = e;
        fitting = 0;
      }
    }
  }
}
