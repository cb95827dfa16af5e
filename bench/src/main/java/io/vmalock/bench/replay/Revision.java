package io.vmalock.bench.replay;

import java.util.function.UnaryOperator;

/**
 * What mprotect, madvise or mlock changes about a mapping.
 *
 * @param protection the new protection, or {@link #KEEP}
 * @param set flags to set
 * @param clear flags to clear
 */
record Revision(int protection, int set, int clear) implements UnaryOperator<Mapping> {
  static final int KEEP = -1;

  static Revision ofProtection(int protection) {
    return new Revision(protection, 0, 0);
  }

  static Revision ofFlags(int set, int clear) {
    return new Revision(KEEP, set, clear);
  }

  @Override
  public Mapping apply(Mapping old) {
    return new Mapping(
        protection == KEEP ? old.protection() : protection,
        old.identity(),
        (old.flags() & ~clear) | set);
  }
}
