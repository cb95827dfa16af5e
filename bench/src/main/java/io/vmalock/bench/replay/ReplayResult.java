package io.vmalock.bench.replay;

import io.vmalock.bench.replay.execution.Outcome;
import io.vmalock.bench.stats.Spread;
import io.vmalock.space.SpaceStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What one JVM measured: one strategy, several replays. Goes from JVM to JVM as JSON.
 *
 * @param strategy its name
 * @param oracle a digest of what every fault had to find and how every space had to end
 * @param jvms the measured replays of each JVM
 * @param counts what was counted in all of them together
 * @param failures what the oracle found, in warm-up replays too: the first few
 * @param failed how many of those there were
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

    /** Both; of two medians, that of the greater number of waits. */
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

  /** All measured replays. */
  List<Times> replays() {
    return jvms.stream().flatMap(List::stream).toList();
  }

  /** How long they took, in nanoseconds. */
  Spread time() {
    return Spread.of(replays().stream().map(Times::nanos).toList());
  }

  /**
   * Whether this is slower than another beyond doubt: every one of its JVMs was slower than every
   * one of the other's, of which there are several, and the middle halves of all their replays have
   * nothing in common.
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

  /** What some JVMs measured of one strategy, and some more. */
  ReplayResult plus(ReplayResult other) {
    List<List<Times>> all = new ArrayList<>(jvms);
    all.addAll(other.jvms);
    List<String> told = new ArrayList<>(failures);
    told.addAll(other.failures);
    return new ReplayResult(
        strategy, oracle, all, counts.plus(other.counts), told, failed + other.failed);
  }
}
