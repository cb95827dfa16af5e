package io.vmalock.conformance.stress;

import io.vmalock.Mm;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The data that a VMA protects in a stress run: two counters that are equal whenever no thread
 * writes, and a page whose words add up to a checksum.
 *
 * <p>Plain fields, so that only the lock makes them right.
 */
final class Ledger {
  private static final int BETWEEN = 20;

  /** Several cache lines, so that they may arrive in any order. */
  private static final int WORDS = 64;

  private long first;
  private long second;
  private final long[] page = new long[WORDS];
  private long checksum;
  private @Nullable Mm owner;

  /** The number of holders for reading, counted beside the lock. */
  final AtomicInteger inside = new AtomicInteger();

  /** Changes all the data, bit by bit; only the writer that write-holds the VMA calls it. */
  void write() {
    first++;
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      page[i] = first * (i + 1);
      sum += page[i];
    }
    checksum = sum;
    for (int i = 0; i < BETWEEN; i++) {
      Thread.onSpinWait();
    }
    second++;
  }

  /** Notes the VMA's mm; called before attach, or by the writer that write-holds the VMA. */
  void belongsTo(@Nullable Mm mm) {
    owner = mm;
  }

  @Nullable Mm owner() {
    return owner;
  }

  /** Looks twice, and returns the fault or an empty text. Call it inside a hold. */
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
    long sum = 0;
    for (long word : page) {
      sum += word;
    }
    if (sum != checksum || page[0] != firstNow) {
      return "a reader saw a page in its VMA that was written in part: its words add up to "
          + sum
          + ", its checksum is "
          + checksum
          + ", its first word "
          + page[0]
          + ", the counter "
          + firstNow;
    }
    return "";
  }
}
