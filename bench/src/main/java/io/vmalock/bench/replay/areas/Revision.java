package io.vmalock.bench.replay.areas;

import java.util.function.UnaryOperator;

/**
 * What mprotect, madvise or mlock changes about a mapping.
 *
 * @param protection the new protection, or {@link #KEEP}
 * @param set flags to set
 * @param clear flags to clear
 */
public record Revision(int protection, int set, int clear) implements UnaryOperator<Mapping> {
  public static final int KEEP = -1;

  public static Revision ofProtection(int protection) {
    return new Revision(protection, 0, 0);
  }

  public static Revision ofFlags(int set, int clear) {
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
