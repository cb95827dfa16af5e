package io.vmalock.space;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a space. A space whose counters are off has none of these. */
final class Counters {
  /** Each power of two of nanoseconds is cut in so many parts. */
  private static final int PARTS = 8;

  private static final int PART_BITS = 3;

  private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);
  private final AtomicLongArray waits = new AtomicLongArray(PARTS * (Long.SIZE - PART_BITS));
  private final AtomicLong worstWait = new AtomicLong();

  Counters() {
    for (Event event : Event.values()) {
      events.put(event, new LongAdder());
    }
  }

  void count(Event event) {
    adder(event).increment();
  }

  void waited(long nanos) {
    waits.incrementAndGet(bucket(nanos));
    worstWait.accumulateAndGet(nanos, Math::max);
  }

  Counts counts() {
    long total = 0;
    for (int i = 0; i < waits.length(); i++) {
      total += waits.get(i);
    }
    return new Counts(
        sum(Event.HIT),
        sum(Event.MISS),
        sum(Event.CONTENDED),
        sum(Event.DETACHED),
        sum(Event.RETRY),
        sum(Event.FALLBACK),
        total,
        median(total),
        worstWait.get());
  }

  private LongAdder adder(Event event) {
    return Objects.requireNonNull(events.get(event));
  }

  private long sum(Event event) {
    return adder(event).sum();
  }

  private long median(long total) {
    long seen = 0;
    for (int i = 0; i < waits.length() && total > 0; i++) {
      seen += waits.get(i);
      if (2 * seen >= total) {
        return Math.min(middle(i), worstWait.get());
      }
    }
    return 0;
  }

  /** Below {@link #PARTS} a bucket is one value; above, the leading bits of it. */
  private static int bucket(long nanos) {
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
