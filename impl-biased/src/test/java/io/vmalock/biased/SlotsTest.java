package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A table that is full or taken, many threads, many spaces: a reader that finds no slot is counted.
 */
class SlotsTest {
  private static final int READS_TO_BIAS = 2;

  private final EagerStrategy strategy = new EagerStrategy();

  private Vma attached(Mm mm) {
    Vma vma = strategy.newVma(0, 0x1000, null);
    mm.writeLock();
    strategy.attach(mm, vma);
    mm.writeUnlock();
    for (int i = 0; i < READS_TO_BIAS; i++) {
      strategy.endRead(vma, strategy.startRead(mm, vma));
    }
    return vma;
  }

  private static boolean isSlot(long stamp) {
    return stamp >= Slots.FIRST && stamp <= Slots.LAST;
  }

  @Test
  void moreThreadsThanSlotsHoldOneVma() throws InterruptedException, ExecutionException {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    Vma vma = attached(mm);
    int threads = 4 * Slots.COUNT;
    CountDownLatch inside = new CountDownLatch(threads);
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> stamps = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        stamps.add(
            readers.submit(
                () -> {
                  long stamp = strategy.startRead(mm, vma);
                  inside.countDown();
                  over.await();
                  strategy.endRead(vma, stamp);
                  return stamp;
                }));
      }
      inside.await();
      assertThat(strategy.readers(vma)).isEqualTo(threads);
      mm.writeLock();
      assertThat(strategy.tryStartWrite(mm, vma, 0)).isEqualTo(threads);
      mm.writeUnlock();
      over.countDown();
      int inSlots = 0;
      for (Future<Long> stamp : stamps) {
        assertThat(stamp.get()).isPositive();
        inSlots += isSlot(stamp.get()) ? 1 : 0;
      }
      // Thread ids in a row go to slots in a row.
      assertThat(inSlots).isEqualTo(Slots.COUNT);
    } finally {
      over.countDown();
      readers.shutdown();
    }
    mm.writeLock();
    strategy.startWrite(mm, vma);
    mm.writeUnlock();
    assertThat(strategy.readers(vma)).isZero();
  }

  @Test
  void holdsOfOneThreadBeyondItsTwoSlotsAreCounted() {
    Mm mm = strategy.newMm(Limits.DEFAULT);
    Vma vma = attached(mm);
    List<Long> stamps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stamps.add(strategy.startRead(mm, vma));
    }
    assertThat(stamps.stream().filter(SlotsTest::isSlot)).hasSize(2).doesNotHaveDuplicates();
    assertThat(strategy.readers(vma)).isEqualTo(5);
    stamps.forEach(stamp -> strategy.endRead(vma, stamp));
    assertThat(strategy.readers(vma)).isZero();
  }

  @Test
  void manySpacesShareTheTable() {
    Set<Long> ids = new HashSet<>();
    List<Runnable> ends = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Mm mm = strategy.newMm(Limits.DEFAULT);
      Vma vma = attached(mm);
      long stamp = strategy.startRead(mm, vma);
      assertThat(stamp).isPositive();
      ids.add(((BiasedVma) vma).id);
      ends.add(
          () -> {
            strategy.endRead(vma, stamp);
            mm.writeLock();
            strategy.detach(mm, vma); // waits for nobody else's slot
            mm.writeUnlock();
          });
    }
    assertThat(ids).hasSize(1_000);
    ends.forEach(Runnable::run);
  }

  @Test
  void spaceWithLimitKeepsOutOfSlots() {
    Mm mm = strategy.newMm(new Limits(0, 2));
    Vma vma = attached(mm);
    long one = strategy.startRead(mm, vma);
    long other = strategy.startRead(mm, vma);
    assertThat(isSlot(one) || isSlot(other)).isFalse();
    assertThat(strategy.startRead(mm, vma)).isZero();
    strategy.endRead(vma, one);
    strategy.endRead(vma, other);
  }
}
