package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpaceStatsTest {
  private final AddressSpace<String> space =
      AddressSpace.<String>builder()
          .strategy(new MonitorStrategy())
          .limits(new Limits(0, 2))
          .counters(true)
          .build();
  private final Hold<String> hold = space.hold();

  @Test
  void countsReads() throws Exception {
    assertReads(0, 0, 0, 0, 0, 0);
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.read(0x1000, Hold::start);
    hold.tryStartRead(0x1000);
    hold.endRead();
    assertReads(2, 0, 0, 0, 0, 0);
    space.read(0x2000, Hold::start);
    space.readOptimistically(0x2000, String::length);
    assertReads(2, 2, 0, 0, 0, 0);
    space.forEach(visited -> {}); // one area and the end
    assertReads(3, 3, 0, 0, 0, 0);
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      OtherThread.call(() -> space.hold().tryStartRead(0x1000));
      assertReads(3, 3, 1, 0, 0, 0);
      section.unmap(0x1000, 0x2000);
      section.commit();
    }
    hold.tryStartRead(0x1000); // which remembers the area
    assertReads(3, 4, 1, 1, 1, 0);
  }

  @Test
  void countsFallbacks() throws Exception {
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    OtherThread<Long> changed;
    OtherThread<Long> gone;
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      section.unmap(0x1000, 0x1800);
      changed = OtherThread.startAndAwaitBlocked(() -> space.read(0x1800, Hold::start));
      gone = OtherThread.startAndAwaitBlocked(() -> space.read(0x1000, Hold::start));
      section.commit();
    }
    assertThat(changed.result()).isEqualTo(0x1800);
    assertThat(gone.result()).isNull();
    SpaceStats stats = space.stats();
    assertThat(stats.fallbacks()).isEqualTo(2);
    assertThat(stats.contended()).isGreaterThanOrEqualTo(2); // each looks a few times first
    assertThat(stats.misses()).isEqualTo(1); // under the mmap lock or not
    assertThat(stats.hits()).isZero();
  }

  @Test
  void countsFullAreas() throws Exception {
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> second = space.hold();
    hold.startRead(0x1000);
    second.startRead(0x1000);
    assertThat(space.hold().tryStartRead(0x1000)).isEqualTo(Outcome.CONTENDED);
    assertReads(2, 0, 1, 0, 0, 0);
    while (space.stats().fallbacks() == 0) { // on a busy machine the time is over before it
      assertThat(space.hold().startRead(0x1000, Duration.ofMillis(2))).isEqualTo(Outcome.CONTENDED);
    }
    hold.endRead();
    second.endRead();
  }

  @Test
  void countsSpeculativeReadsThatWereVoid() {
    space.speculate(
        view -> {
          if (space.mm().readLocks() == 0) {
            space.write(section -> section.mapAnywhere(1, 1, "a"));
          }
          return view.size();
        });
    assertThat(space.stats().retries()).isPositive();
    assertThat(space.stats().fallbacks()).isEqualTo(1);
  }

  @Test
  void countsSections() {
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.setAttachment(0x1000, "b"));
    space.write().close();
    space.write().downgrade().close();
    hold.startRead(0x1000);
    space.write(section -> section.unmap(0x1000, 0x2000));
    SpaceStats stats = space.stats();
    assertThat(stats.commits()).isEqualTo(4);
    assertThat(stats.rollbacks()).isEqualTo(1);
    assertThat(stats.retired()).isEqualTo(2);
    assertThat(stats.released()).isEqualTo(1);
    hold.endRead();
  }

  @Test
  void countsTheWaitsOfWriteHolds() throws Exception {
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.writeHold(0x1000, 0x2000));
    assertThat(space.stats().waits()).isZero();
    hold.startRead(0x1000);
    assertThatThrownBy(
            () ->
                space.write(
                    section -> section.waitAtMost(Duration.ofNanos(1)).writeHold(0x1000, 0x2000)))
        .isInstanceOf(ReadersInsideException.class);
    assertThat(space.stats().waits()).isEqualTo(1);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.write(section -> section.writeHold(0x1000, 0x2000));
              return true;
            });
    hold.endRead();
    writer.result();
    SpaceStats stats = space.stats();
    assertThat(stats.waits()).isEqualTo(2);
    assertThat(stats.waitNanos(50)).isPositive().isLessThanOrEqualTo(stats.waitNanos(100));
    assertThat(stats.worstWaitNanos()).isGreaterThanOrEqualTo(stats.waitNanos(100));
  }

  @Test
  void areAddedUp() {
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.read(0x1000, Hold::start);
    AddressSpace<String> child = space.fork();
    child.read(0x1000, Hold::start);
    child.read(0x2000, Hold::start);
    child.close();
    SpaceStats sum = space.stats().plus(child.stats());
    assertThat(sum.hits()).isEqualTo(2);
    assertThat(sum.misses()).isEqualTo(1);
    assertThat(sum.commits()).isEqualTo(3);
    assertThat(sum.retired()).isEqualTo(1);
    assertThat(sum.released()).isEqualTo(1);
    assertThat(sum.contended() + sum.detached() + sum.retries() + sum.fallbacks()).isZero();
    assertThat(sum.toString()).contains("2 hit, 1 miss, ", "3 commit, 0 rollback, 1 retired");
  }

  @Test
  void offThereAreNone() {
    AddressSpace<String> space = AddressSpace.create(new MonitorStrategy());
    assertThatThrownBy(space::stats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("counters(true)");
  }

  // ---- The distribution ----

  @Test
  void everyDurationHasABucketOfItsSize() {
    int last = -1;
    for (long nanos = 0; nanos >= 0; nanos += Math.max(1, nanos >>> 4)) {
      int bucket = SpaceStats.bucket(nanos);
      assertThat(bucket).isBetween(last, Math.min(last + 1, SpaceStats.BUCKETS - 1));
      last = bucket;
      assertThat(of(nanos).waitNanos(50)).isBetween(nanos - nanos / 8, nanos);
    }
    assertThat(SpaceStats.bucket(Long.MAX_VALUE)).isEqualTo(SpaceStats.BUCKETS - 1);
    assertThat(SpaceStats.bucket(-1)).isZero();
  }

  @Test
  void percentilesAreOfTheWaits() {
    SpaceStats three = of(3).plus(of(5)).plus(of(1_000_000));
    assertThat(three.waitNanos(0)).isEqualTo(3);
    assertThat(three.waitNanos(33)).isEqualTo(3);
    assertThat(three.waitNanos(50)).isEqualTo(5);
    assertThat(three.waitNanos(66)).isEqualTo(5);
    assertThat(three.waitNanos(67)).isBetween(875_000L, 1_000_000L);
    assertThat(three.waitNanos(100)).isEqualTo(three.waitNanos(67));
    assertThat(three.worstWaitNanos()).isEqualTo(1_000_000);
    assertThat(three.toString())
        .endsWith("3 waits, median 5 ns, 99 % " + three.waitNanos(99) + " ns, worst 1000000 ns");
    assertThat(of(3).plus(of(2)).waitNanos(50)).isEqualTo(2);
    assertThat(space.stats().waitNanos(99)).isZero();
    Consumer<Double> bad =
        percent ->
            assertThatThrownBy(() -> three.waitNanos(percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(percent.toString());
    bad.accept(-0.1);
    bad.accept(100.1);
    bad.accept(Double.NaN);
  }

  private static SpaceStats of(long nanos) {
    long[] buckets = new long[SpaceStats.BUCKETS];
    buckets[SpaceStats.bucket(nanos)] = 1;
    return new SpaceStats(new long[Event.values().length], 0, 0, buckets, nanos);
  }

  private void assertReads(
      long hits, long misses, long contended, long detached, long retries, long fallbacks) {
    SpaceStats stats = space.stats();
    assertThat(
            new long[] {
              stats.hits(),
              stats.misses(),
              stats.contended(),
              stats.detached(),
              stats.retries(),
              stats.fallbacks()
            })
        .containsExactly(hits, misses, contended, detached, retries, fallbacks);
  }
}
