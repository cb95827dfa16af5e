package io.vmalock.space;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts the events of a space. A space whose counters are off has no such object. */
final class SpaceCounters {
  private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);
  private final AtomicLongArray waits = new AtomicLongArray(SpaceStats.BUCKETS);
  private final AtomicLong worstWait = new AtomicLong();

  SpaceCounters() {
    for (Event event : Event.values()) {
      events.put(event, new LongAdder());
    }
  }

  void count(Event event) {
    adder(event).increment();
  }

  void waited(long nanos) {
    waits.incrementAndGet(SpaceStats.bucket(nanos));
    worstWait.accumulateAndGet(nanos, Math::max);
  }

  SpaceStats stats(long retired, long released) {
    long[] buckets = new long[SpaceStats.BUCKETS];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = waits.get(i);
    }
    long[] sums = new long[Event.values().length];
    for (Event event : Event.values()) {
      sums[event.ordinal()] = adder(event).sum();
    }
    return new SpaceStats(sums, retired, released, buckets, worstWait.get());
  }

  private LongAdder adder(Event event) {
    return Objects.requireNonNull(events.get(event));
  }
}
