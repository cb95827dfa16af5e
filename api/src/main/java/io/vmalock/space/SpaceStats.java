package io.vmalock.space;

import java.util.Arrays;

/**
 * The events counted in a space whose counters are on. Immutable. Each number is exact while
 * nothing else moves, and can be added to that of another space, such as a fork.
 */
public final class SpaceStats {
  /** The number of buckets in each power of two of nanoseconds. */
  private static final int PARTS = 8;

  private static final int PART_BITS = 3;

  /** The number of buckets, which cover every duration. */
  static final int BUCKETS = PARTS * (Long.SIZE - PART_BITS);

  private final long[] events;
  private final long retired;
  private final long released;
  private final long[] waits;
  private final long worstWait;

  /** Takes the arrays over. */
  SpaceStats(long[] events, long retired, long released, long[] waits, long worstWait) {
    this.events = events;
    this.retired = retired;
    this.released = released;
    this.waits = waits;
    this.worstWait = worstWait;
  }

  /** Holds taken by the per-VMA lock alone. */
  public long hits() {
    return of(Event.HIT);
  }

  /** Look-ups that found nothing. */
  public long misses() {
    return of(Event.MISS);
  }

  /** Answers CONTENDED of startRead. */
  public long contended() {
    return of(Event.CONTENDED);
  }

  /** Answers DETACHED of startRead. */
  public long detached() {
    return of(Event.DETACHED);
  }

  /** Look-ups begun again, and speculative reads that a section made void. */
  public long retries() {
    return of(Event.RETRY);
  }

  /** Reads that took the mmap lock. */
  public long fallbacks() {
    return of(Event.FALLBACK);
  }

  /** Sections that were committed. */
  public long commits() {
    return of(Event.COMMIT);
  }

  /** Sections that were rolled back. */
  public long rollbacks() {
    return of(Event.ROLLBACK);
  }

  /** Areas that sections retired. */
  public long retired() {
    return retired;
  }

  /** Retired areas that their readers have left and whose release, if one was due, has run. */
  public long released() {
    return released;
  }

  /** The number of write-holds that found readers inside. */
  public long waits() {
    return Arrays.stream(waits).sum();
  }

  /**
   * The wait of write-holds that found readers inside: the duration in nanoseconds, to 12 %, within
   * which {@code percent} of the waits were over; 0 if there were none.
   *
   * @throws IllegalArgumentException if {@code percent} is not in [0, 100]
   */
  public long waitNanos(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile is in [0, 100], got " + percent);
    }
    long total = waits();
    long seen = 0;
    for (int i = 0; i < waits.length && total > 0; i++) {
      seen += waits[i];
      if (waits[i] > 0 && 100.0 * seen >= percent * total) {
        return Math.min(middle(i), worstWait);
      }
    }
    return 0;
  }

  /** The longest such wait in nanoseconds; 0 if there were none. */
  public long worstWaitNanos() {
    return worstWait;
  }

  /** The sum of the events in this space and in another. */
  public SpaceStats plus(SpaceStats other) {
    long[] sum = events.clone();
    Arrays.setAll(sum, i -> sum[i] + other.events[i]);
    long[] waited = waits.clone();
    Arrays.setAll(waited, i -> waited[i] + other.waits[i]);
    return new SpaceStats(
        sum,
        retired + other.retired,
        released + other.released,
        waited,
        Math.max(worstWait, other.worstWait));
  }

  /** {@code 12 hits, 1 misses, ... 3 waits, median 4352 ns, worst 9100 ns}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Event event : Event.values()) {
      text.append(of(event)).append(' ').append(event.name().toLowerCase(java.util.Locale.ROOT));
      text.append(", ");
    }
    return text.append(retired)
        .append(" retired, ")
        .append(released)
        .append(" released, ")
        .append(waits())
        .append(" waits, median ")
        .append(waitNanos(50))
        .append(" ns, 99 % ")
        .append(waitNanos(99))
        .append(" ns, worst ")
        .append(worstWait)
        .append(" ns")
        .toString();
  }

  private long of(Event event) {
    return events[event.ordinal()];
  }

  /** Below {@link #PARTS} a bucket is one value; above, the leading bits of it. */
  static int bucket(long nanos) {
    if (nanos < PARTS) {
      return (int) Math.max(0, nanos);
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PART_BITS;
    return (shift + 1) * PARTS + (int) (nanos >>> shift) - PARTS;
  }

  private static long middle(int bucket) {
    if (bucket < PARTS) {
      return bucket;
    }
    int shift = bucket / PARTS - 1;
    long low = (long) (PARTS + bucket % PARTS) << shift;
    return low + ((1L << shift) >> 1);
  }
}
