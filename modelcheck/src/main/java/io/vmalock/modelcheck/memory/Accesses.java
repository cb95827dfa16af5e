package io.vmalock.modelcheck.memory;

import org.jspecify.annotations.Nullable;

/** Who makes the accesses: knows where in the program they are, and is told of races. */
public interface Accesses {
  /** Where in the program the present access is, or null. */
  @Nullable Object site();

  /** Takes note of a race at {@code location}; null is none. */
  void report(Location location, @Nullable Race race);
}
