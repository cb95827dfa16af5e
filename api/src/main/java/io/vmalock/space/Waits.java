package io.vmalock.space;

import java.util.Arrays;

/** How long write locks waited for readers, as a distribution; immutable, and can be added up. */
public final class Waits {
  /** Each power of two of nanoseconds is cut in so many parts. */
  private static final int PARTS = 8;

  private static final int PART_BITS = 3;

  /** How many buckets hold every duration. */
  static final int BUCKETS = PARTS * (Long.SIZE - PART_BITS);

  private final long[] counts;
  private final long worst;

  /** Takes the array over. */
  Waits(long[] counts, long worst) {
    this.counts = counts;
    this.worst = worst;
  }

  /** How many waits there were. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** The median in nanoseconds, to 12 %; 0 if there were none. */
  public long medianNanos() {
    long total = count();
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (2 * seen >= total) {
        return Math.min(middle(i), worst);
      }
    }
    return 0;
  }

  /** The longest in nanoseconds; 0 if there were none. */
  public long worstNanos() {
    return worst;
  }

  /** These waits and others. */
  public Waits plus(Waits others) {
    long[] sum = counts.clone();
    Arrays.setAll(sum, i -> sum[i] + others.counts[i]);
    return new Waits(sum, Math.max(worst, others.worst));
  }

  /** {@code 3 waits, median 4352 ns, worst 9100 ns}. */
  @Override
  public String toString() {
    return count() + " waits, median " + medianNanos() + " ns, worst " + worst + " ns";
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
