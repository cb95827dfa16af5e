package io.vmalock.bench.scenario;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The further results of a scenario: latencies of threads that JMH does not time, and counters. A
 * profiler in the same JVM collects it after each iteration.
 */
public final class Observed {
  private static final Map<String, Recorder> LATENCIES = new TreeMap<>();
  private static final Map<String, LongSupplier> COUNTERS = new TreeMap<>();

  private static final Recorder FALLBACK = latency("fallback");

  private Observed() {}

  /** A place to record nanoseconds under a name; for any thread. */
  public static synchronized Recorder latency(String name) {
    return LATENCIES.computeIfAbsent(name, n -> new Recorder(2));
  }

  /** A number that only grows. */
  public static synchronized void counter(String name, LongSupplier value) {
    COUNTERS.put(name, value);
  }

  /**
   * Holds an area as {@link Hold#startRead} does; in a JVM that counts, it records a refused
   * reader's time until it is in, the mmap lock's included.
   */
  static boolean startRead(Hold<?> hold, long address) {
    if (!ThisJvm.COUNTING) {
      return hold.startRead(address);
    }
    Outcome outcome = hold.tryStartRead(address);
    if (outcome != Outcome.CONTENDED) {
      return outcome == Outcome.HELD;
    }
    long began = System.nanoTime();
    boolean held = hold.startRead(address);
    FALLBACK.recordValue(System.nanoTime() - began);
    return held;
  }

  /** The counters of a space that was built with them on. */
  public static void counters(AddressSpace<?> space) {
    counter(
        "attempts",
        () -> space.stats().hits() + space.stats().contended() + space.stats().detached());
    counter("contended", () -> space.stats().contended());
    counter("detached", () -> space.stats().detached());
    counter("fallbacks", () -> space.stats().fallbacks());
    counter("retries", () -> space.stats().retries());
  }

  /** The present values of the counters. */
  public static synchronized Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    COUNTERS.forEach((name, value) -> counts.put(name, value.getAsLong()));
    return counts;
  }

  /** The records since the last call. */
  public static synchronized Map<String, Histogram> latencies() {
    Map<String, Histogram> latencies = new TreeMap<>();
    LATENCIES.forEach((name, recorder) -> latencies.put(name, recorder.getIntervalHistogram()));
    return latencies;
  }
}
