package io.vmalock.modelcheck.memory;

import org.jspecify.annotations.Nullable;

/** The source of the accesses: it knows their places in the program, and is told of races. */
public interface Accesses {
  /** Returns the place of the present access in the program, or null. */
  @Nullable Object site();

  /** Records a race at {@code location}; null means none. */
  void report(Location location, @Nullable Race race);
}
