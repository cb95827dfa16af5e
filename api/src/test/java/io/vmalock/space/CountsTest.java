package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CountsTest {
  private final AddressSpace<String> space =
      AddressSpace.<String>builder()
          .strategy(new MonitorStrategy())
          .limits(new Limits(0, 2))
          .counters(true)
          .build();

  @Test
  void countsWhatHappens() throws Exception {
    assertCounts(0, 0, 0, 0, 0, 0);
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    space.read(0x1000, Hold::start);
    space.tryRead(0x1000, Hold::start);
    assertCounts(2, 0, 0, 0, 0, 0);
    space.read(0x2000, Hold::start);
    space.readOptimistically(0x2000, String::length);
    assertCounts(2, 2, 0, 0, 0, 0);
    space.forEach(hold -> {}); // one area and the end
    assertCounts(3, 3, 0, 0, 0, 0);

    try (WriteSection<String> section = space.write()) {
      section.keepOut(0x1000, 0x2000);
      OtherThread.call(() -> space.tryRead(0x1000, Hold::start));
      assertCounts(3, 3, 1, 0, 0, 0);
      section.unmap(0x1000, 0x2000);
      OtherThread.call(() -> space.tryRead(0x1000, Hold::start));
      assertCounts(3, 3, 1, 1, 0, 0);
    }
  }

  @Test
  void countsFallbacks() throws Exception {
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    OtherThread<Long> changed;
    OtherThread<Long> gone;
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "b");
      changed = OtherThread.startAndAwaitBlocked(() -> space.read(0x1800, Hold::start));
      section.unmap(0x1000, 0x1800);
      gone = OtherThread.startAndAwaitBlocked(() -> space.read(0x1000, Hold::start));
    }
    assertThat(changed.result()).isEqualTo(0x1800);
    assertThat(gone.result()).isNull();
    assertCounts(0, 1, 1, 1, 0, 2); // found nothing, under the mmap lock or not: a miss
  }

  @Test
  void countsFullAreas() {
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    space.read(
        0x1000,
        one ->
            space.read(
                0x1000,
                two -> {
                  space.read(0x1000, Hold::start);
                  return space.tryRead(0x1000, Hold::start);
                }));
    assertCounts(2, 0, 2, 0, 0, 1);
  }

  @Test
  void countsSpeculativeReadsThatWereVoid() {
    space.speculate(
        view -> {
          if (space.mm().readLocks() == 0) {
            space.write().close();
          }
          return view.size();
        });
    Counts counts = space.counts();
    assertThat(counts.retries()).isPositive();
    assertThat(counts.fallbacks()).isEqualTo(1);
  }

  @Test
  void countsTheWaitsOfWriters() throws Exception {
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
      section.setAttachment(0x1000, "b");
      section.unmap(0x1000, 0x2000);
      section.map(0x1000, 0x2000, "a");
    }
    assertThat(space.counts().waits().count()).isZero();
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    assertThatThrownBy(() -> space.close(Duration.ofNanos(1)))
        .isInstanceOf(ReadersInsideException.class);
    assertThat(space.counts().waits().count()).isEqualTo(1);
    OtherThread<Boolean> closer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.close();
              return true;
            });
    hold.endRead();
    closer.result();
    Waits waits = space.counts().waits();
    assertThat(waits.count()).isEqualTo(2);
    assertThat(waits.worstNanos()).isGreaterThanOrEqualTo(waits.medianNanos()).isPositive();
  }

  @Test
  void areAddedUp() throws Exception {
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    space.read(0x1000, Hold::start);
    AddressSpace<String> child;
    try (WriteSection<String> section = space.write()) {
      child = section.fork();
    }
    child.read(0x1000, Hold::start);
    child.read(0x2000, Hold::start);
    Counts sum = space.counts().plus(child.counts());
    assertThat(sum.hits()).isEqualTo(2);
    assertThat(sum.misses()).isEqualTo(1);
    assertThat(sum.contended() + sum.detached() + sum.retries() + sum.fallbacks()).isZero();
  }

  @Test
  void offThereAreNone() {
    AddressSpace<String> space = AddressSpace.create(new MonitorStrategy());
    assertThat(space.counters()).isNull();
    assertThatThrownBy(space::counts)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("counters(true)");
  }

  // ---- The distribution ----

  @Test
  void everyDurationHasABucketOfItsSize() {
    int last = -1;
    for (long nanos = 0; nanos >= 0; nanos += Math.max(1, nanos >>> 4)) {
      int bucket = Waits.bucket(nanos);
      assertThat(bucket).isBetween(last, Math.min(last + 1, Waits.BUCKETS - 1));
      last = bucket;
      long median = of(nanos).medianNanos();
      assertThat(median).isBetween(nanos - nanos / 8, nanos);
    }
    assertThat(Waits.bucket(Long.MAX_VALUE)).isEqualTo(Waits.BUCKETS - 1);
    assertThat(Waits.bucket(-1)).isZero();
  }

  @Test
  void theMedianIsTheMiddle() {
    Waits waits = of(3).plus(of(5)).plus(of(1_000_000));
    assertThat(waits).hasToString("3 waits, median 5 ns, worst 1000000 ns");
    assertThat(waits.plus(of(2)).medianNanos()).isEqualTo(3);
    assertThat(new Waits(new long[Waits.BUCKETS], 0).medianNanos()).isZero();
  }

  private static Waits of(long nanos) {
    long[] buckets = new long[Waits.BUCKETS];
    buckets[Waits.bucket(nanos)] = 1;
    return new Waits(buckets, nanos);
  }

  private void assertCounts(
      long hits, long misses, long contended, long detached, long retries, long fallbacks) {
    Counts counts = space.counts();
    assertThat(counts)
        .isEqualTo(
            new Counts(hits, misses, contended, detached, retries, fallbacks, counts.waits()));
  }
}
