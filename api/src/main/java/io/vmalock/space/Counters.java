package io.vmalock.space;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a space. A space whose counters are off has none of these. */
final class Counters {
  private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);
  private final AtomicLongArray waits = new AtomicLongArray(Waits.BUCKETS);
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
    waits.incrementAndGet(Waits.bucket(nanos));
    worstWait.accumulateAndGet(nanos, Math::max);
  }

  Counts counts() {
    long[] buckets = new long[Waits.BUCKETS];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = waits.get(i);
    }
    return new Counts(
        sum(Event.HIT),
        sum(Event.MISS),
        sum(Event.CONTENDED),
        sum(Event.DETACHED),
        sum(Event.RETRY),
        sum(Event.FALLBACK),
        new Waits(buckets, worstWait.get()));
  }

  private long sum(Event event) {
    return adder(event).sum();
  }

  private LongAdder adder(Event event) {
    return Objects.requireNonNull(events.get(event));
  }
}
