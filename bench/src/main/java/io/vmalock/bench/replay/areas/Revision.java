package io.vmalock.bench.replay.areas;

import java.util.function.UnaryOperator;

/**
 * The change of a mapping by mprotect, madvise, mlock and their like.
 *
 * @param protection the new protection, or {@link #KEEP}
 * @param identity the new identity, or {@link #KEEP_IDENTITY}
 * @param set flags to set
 * @param clear flags to clear before that
 */
public record Revision(int protection, int identity, int set, int clear)
    implements UnaryOperator<Mapping> {
  /** Leaves the protection as it is. */
  public static final int KEEP = -1;

  /** Leaves the identity as it is. */
  public static final int KEEP_IDENTITY = Integer.MIN_VALUE;

  /** Returns a revision to another protection. */
  public static Revision ofProtection(int protection) {
    return new Revision(protection, KEEP_IDENTITY, 0, 0);
  }

  /** Returns a revision to other flags. */
  public static Revision ofFlags(int set, int clear) {
    return new Revision(KEEP, KEEP_IDENTITY, set, clear);
  }

  /** Returns the revision that turns one mapping into another. */
  public static Revision between(Mapping old, Mapping revised) {
    return new Revision(
        revised.protection() == old.protection() ? KEEP : revised.protection(),
        revised.identity() == old.identity() ? KEEP_IDENTITY : revised.identity(),
        revised.flags() & ~old.flags(),
        old.flags() & ~revised.flags());
  }

  @Override
  public Mapping apply(Mapping old) {
    return new Mapping(
        protection == KEEP ? old.protection() : protection,
        identity == KEEP_IDENTITY ? old.identity() : identity,
        (old.flags() & ~clear) | set);
  }
}
