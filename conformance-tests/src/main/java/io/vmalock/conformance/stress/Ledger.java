package io.vmalock.conformance.stress;

import io.vmalock.Mm;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a VMA protects in a stress run: two counters that are equal whenever nobody writes.
 *
 * <p>Plain fields, so that only the lock makes them right.
 */
final class Ledger {
  private static final int BETWEEN = 20;

  private long first;
  private long second;
  private @Nullable Mm owner;

  /** Who holds the VMA for reading, counted beside the lock. */
  final AtomicInteger inside = new AtomicInteger();

  /** Adds to both, one after the other; to be called by who write-holds the VMA. */
  void write() {
    first++;
    for (int i = 0; i < BETWEEN; i++) {
      Thread.onSpinWait();
    }
    second++;
  }

  /** Notes whose the VMA is; to be called before attach, or by who write-holds it. */
  void belongsTo(@Nullable Mm mm) {
    owner = mm;
  }

  @Nullable Mm owner() {
    return owner;
  }

  /** Looks twice; what is wrong, or empty. To be called inside a hold. */
  String read() {
    long before = second;
    long firstNow = first;
    for (int i = 0; i < BETWEEN; i++) {
      Thread.onSpinWait();
    }
    long secondNow = second;
    if (firstNow != secondNow || before != secondNow) {
      return "a reader saw its VMA change inside a hold: first counter "
          + firstNow
          + ", second counter "
          + before
          + ", then "
          + secondNow;
    }
    return "";
  }
}
