package io.vmalock.bench.replay;

import io.vmalock.bench.replay.execution.Outcome;
import io.vmalock.bench.stats.Spread;
import io.vmalock.space.SpaceStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The measurement of one JVM: one strategy, several replays. It passes from JVM to JVM as JSON.
 *
 * @param strategy its name
 * @param oracle a digest of the area that every fault had to find and of the end of every space
 * @param jvms the measured replays of each JVM
 * @param counts the sums of the counters of all replays
 * @param failures the oracle's findings, in warm-up replays too: the first few
 * @param failed the number of findings
 */
record ReplayResult(
    String strategy,
    String oracle,
    List<List<Times>> jvms,
    Counted counts,
    List<String> failures,
    long failed) {

  /** See {@link Outcome}. */
  record Times(long nanos, long idleNanos, long workNanos) {
    static Times of(Outcome outcome) {
      return new Times(outcome.nanos(), outcome.idleNanos(), outcome.workNanos());
    }
  }

  /** See {@link SpaceStats}. */
  record Counted(
      long hits,
      long misses,
      long contended,
      long detached,
      long fallbacks,
      long retries,
      long waits,
      long medianWaitNanos,
      long worstWaitNanos) {
    static final Counted NOTHING = new Counted(0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Counted of(SpaceStats counts) {
      return new Counted(
          counts.hits(),
          counts.misses(),
          counts.contended(),
          counts.detached(),
          counts.fallbacks(),
          counts.retries(),
          counts.waits(),
          counts.waitNanos(50),
          counts.worstWaitNanos());
    }

    /** Returns the sum of both; of two medians, that of the greater number of waits. */
    Counted plus(Counted other) {
      return new Counted(
          hits + other.hits,
          misses + other.misses,
          contended + other.contended,
          detached + other.detached,
          fallbacks + other.fallbacks,
          retries + other.retries,
          waits + other.waits,
          waits >= other.waits ? medianWaitNanos : other.medianWaitNanos,
          Math.max(worstWaitNanos, other.worstWaitNanos));
    }
  }

  /** Returns all measured replays. */
  List<Times> replays() {
    return jvms.stream().flatMap(List::stream).toList();
  }

  /** Returns their times, in nanoseconds. */
  Spread time() {
    return Spread.of(replays().stream().map(Times::nanos).toList());
  }

  /**
   * Returns whether this is significantly slower than another: there are several JVMs of each,
   * every JVM of this one was slower than every JVM of the other, and the middle halves of their
   * replays do not overlap.
   */
  boolean isSlowerThan(ReplayResult other) {
    return jvms.size() > 1
        && other.jvms.size() > 1
        && medians().min().orElseThrow() > other.medians().max().orElseThrow()
        && !time().overlaps(other.time());
  }

  private DoubleStream medians() {
    return jvms.stream()
        .mapToDouble(jvm -> Spread.of(jvm.stream().map(Times::nanos).toList()).median());
  }

  /** Combines the measurements of some JVMs of one strategy with further ones. */
  ReplayResult plus(ReplayResult other) {
    List<List<Times>> all = new ArrayList<>(jvms);
    all.addAll(other.jvms);
    List<String> told = new ArrayList<>(failures);
    told.addAll(other.failures);
    return new ReplayResult(
        strategy, oracle, all, counts.plus(other.counts), told, failed + other.failed);
  }
}
