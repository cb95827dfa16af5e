package io.vmalock.bench.scale.machine;

/** The work of the cores of a simulation: rewritten code. One object serves all cores. */
public interface Work {
  /** Does one operation, on the core of a number from 0. */
  void operate(int core);

  /** Whether a core's operations are counted as {@link Tally#sections}, and not as reads. */
  default boolean isWriter(int core) {
    return false;
  }

  /** The nanoseconds of a writer's operation outside its section. */
  default double pause() {
    return 0;
  }
}
