package io.vmalock.bench.compare;

import com.sun.management.ThreadMXBean;
import io.vmalock.bench.scenario.Observed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Looks at each iteration from inside the fork: whether every benchmark thread was running, their
 * allocations, and the scenario's {@linkplain Observed further results}.
 */
public final class ForkObserver implements InternalProfiler {
  static final String BUSY = "busy";
  static final String ALLOCATED = "allocated";
  static final String COUNTER = "counter:";

  /** Latencies of a fork up to and with an iteration: the last one's are those of the fork. */
  static final String LATENCY = "latency:";

  static final String COUNT = ":count";
  static final String P50 = ":p50";
  static final String P99 = ":p99";
  static final String P999 = ":p999";
  static final String WORST = ":worst";

  private static final String WORKER = "jmh-worker";
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, long[]> before = new HashMap<>();

  /** The records of the measured iterations so far; those of the warm-up are dropped. */
  private final Map<String, Histogram> latencies = new TreeMap<>();

  private Map<String, Long> counts = Map.of();
  private boolean measuring;

  @Override
  public String getDescription() {
    return "processor time, allocation, counters and latencies of each iteration";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before.clear();
    if (!measuring) {
      latencies.clear();
      measuring = iteration.getType() == IterationType.MEASUREMENT;
    }
    for (long id : workers()) {
      before.put(id, usage(id));
    }
    counts = Observed.counts();
    Observed.latencies();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = iteration.getTime().convertTo(TimeUnit.NANOSECONDS);
    double leastBusy = Double.MAX_VALUE;
    long allocated = 0;
    int seen = 0;
    for (long id : workers()) {
      long[] now = usage(id);
      long[] then = before.getOrDefault(id, new long[2]);
      if (now[0] > then[0]) {
        seen++;
        leastBusy = Math.min(leastBusy, (now[0] - then[0]) / nanos);
        allocated += now[1] - then[1];
      }
    }
    // All of them: those before and after the measured time were counted, and have allocated, too.
    double operations = Math.max(1, result.getMetadata().getAllOps());
    List<Result<?>> results = new ArrayList<>();
    results.add(scalar(BUSY, seen < benchmark.getThreads() ? 0 : Math.min(1, leastBusy)));
    results.add(scalar(ALLOCATED, allocated / operations));
    Observed.counts()
        .forEach(
            (name, count) ->
                results.add(
                    scalar(COUNTER + name, (count - counts.getOrDefault(name, 0L)) / operations)));
    Observed.latencies()
        .forEach(
            (name, histogram) ->
                latencies
                    .computeIfAbsent(
                        name, n -> new Histogram(histogram.getNumberOfSignificantValueDigits()))
                    .add(histogram));
    latencies.forEach(
        (name, histogram) -> {
          if (histogram.getTotalCount() > 0) {
            String label = LATENCY + name;
            results.add(nanos(label + COUNT, histogram.getTotalCount()));
            results.add(nanos(label + P50, histogram.getValueAtPercentile(50)));
            results.add(nanos(label + P99, histogram.getValueAtPercentile(99)));
            results.add(nanos(label + P999, histogram.getValueAtPercentile(99.9)));
            results.add(nanos(label + WORST, histogram.getMaxValue()));
          }
        });
    return results;
  }

  private static ScalarResult scalar(String name, double value) {
    return new ScalarResult(name, value, "", AggregationPolicy.AVG);
  }

  private static ScalarResult nanos(String name, double value) {
    return new ScalarResult(name, value, "ns", AggregationPolicy.AVG);
  }

  private List<Long> workers() {
    List<Long> ids = new ArrayList<>();
    long[] all = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(all);
    for (int i = 0; i < all.length; i++) {
      if (infos[i] != null && infos[i].getThreadName().contains(WORKER)) {
        ids.add(all[i]);
      }
    }
    return ids;
  }

  /** Processor time and allocated bytes. */
  private long[] usage(long id) {
    return new long[] {threads.getThreadCpuTime(id), threads.getThreadAllocatedBytes(id)};
  }
}
