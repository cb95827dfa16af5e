package io.vmalock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MmapLockTest {
  private static final long NEVER = TimeUnit.HOURS.toNanos(1);

  private final MmapLock lock = new MmapLock();

  // ---- Who comes in ----

  @Test
  void manyReadersOrOneWriter() throws Exception {
    lock.lockRead();
    lock.lockRead();
    assertThat(lock.readers()).isEqualTo(2);
    assertThat(OtherThread.call(() -> lock.tryLockRead(0))).isTrue();
    assertThat(OtherThread.call(() -> lock.tryLockWrite(0))).isFalse();
    lock.unlockRead();
    lock.unlockRead();
    OtherThread.call(
        () -> {
          lock.unlockRead(); // readers are not known by thread
          return true;
        });

    lock.lockWrite();
    assertThat(OtherThread.call(() -> lock.tryLockRead(0))).isFalse();
    assertThat(OtherThread.call(() -> lock.tryLockWrite(0))).isFalse();
    assertThat(OtherThread.call(lock::isWriteLockedByCurrentThread)).isFalse();
    assertThat(lock.isWriteLockedByCurrentThread()).isTrue();
    lock.unlockWrite();
    assertThat(lock.isWriteLocked()).isFalse();
  }

  @Test
  void writersPassAQueuedReaderABoundedNumberOfTimes() throws Exception {
    int most = 0;
    for (int round = 0; round < 100; round++) {
      lock.lockWrite();
      OtherThread<Boolean> reader = OtherThread.startAndAwaitBlocked(this::readOnce);
      awaitQueued(1);
      lock.unlockWrite();
      int passes = 0;
      for (boolean queued = true; queued && lock.tryLockWrite(0); lock.unlockWrite()) {
        queued = lock.hasQueuedThreads(); // held, so the reader is queued or was here
        passes += queued ? 1 : 0;
      }
      assertThat(reader.result()).isTrue();
      most = Math.max(most, passes);
    }
    assertThat(most).isLessThanOrEqualTo(MmapLock.MOST_PASSES);
  }

  @Test
  void aWaitingWriterKeepsNewReadersOut() throws Exception {
    lock.lockRead();
    OtherThread<Boolean> writer = OtherThread.startAndAwaitBlocked(this::writeOnce);
    awaitQueued(1);

    assertThat(lock.tryLockRead(0)).isFalse();
    OtherThread<Boolean> reader = OtherThread.startAndAwaitBlocked(this::readOnce);
    awaitQueued(2);
    lock.unlockRead();

    assertThat(writer.result()).isTrue();
    assertThat(reader.result()).isTrue();
  }

  @Test
  void aWriterThatGivesUpLetsTheReadersBehindItIn() throws Exception {
    lock.lockRead();
    OtherThread<Boolean> writer = OtherThread.startAndAwaitBlocked(() -> lock.tryLockWrite(NEVER));
    awaitQueued(1);
    OtherThread<Boolean> reader = OtherThread.startAndAwaitBlocked(this::readOnce);
    awaitQueued(2);

    writer.interrupt();

    assertThatThrownBy(writer::result).isInstanceOf(InterruptedException.class);
    assertThat(reader.result()).isTrue(); // while this thread still holds it
    lock.unlockRead();
  }

  // ---- Downgrade ----

  @Test
  void aDowngradeWakesTheReadersThatWait() throws Exception {
    lock.lockWrite();
    OtherThread<Boolean> first = OtherThread.startAndAwaitBlocked(this::readOnce);
    awaitQueued(1);
    OtherThread<Boolean> second = OtherThread.startAndAwaitBlocked(this::readOnce);
    awaitQueued(2);

    lock.downgrade();

    assertThat(first.result()).isTrue();
    assertThat(second.result()).isTrue();
    assertThat(lock.readers()).isEqualTo(1);
    lock.unlockRead();
  }

  @Test
  void aDowngradeLetsNoWriterInBetween() throws Exception {
    lock.lockWrite();
    OtherThread<Boolean> writer = OtherThread.startAndAwaitBlocked(this::writeOnce);
    awaitQueued(1);

    lock.downgrade();

    assertThat(lock.isWriteLocked()).isFalse();
    assertThat(lock).hasToString("held by 1 reader");
    assertThat(lock.getQueueLength()).isEqualTo(1);
    lock.unlockRead();
    assertThat(writer.result()).isTrue();
  }

  // ---- Giving up ----

  @Test
  void timedWaitsEnd() throws Exception {
    lock.lockRead();
    assertThat(OtherThread.call(() -> lock.tryLockWrite(1))).isFalse();
    assertThat(OtherThread.call(() -> lock.tryLockWrite(1_000_000))).isFalse();
    lock.unlockRead();
    lock.lockWrite();
    assertThat(OtherThread.call(() -> lock.tryLockRead(1_000_000))).isFalse();
    assertThat(lock.getQueueLength()).isZero();
    lock.unlockWrite();
  }

  @Test
  void theLongestTimeDoesNotOverflow() throws Exception {
    lock.lockWrite();
    OtherThread<Boolean> reader =
        OtherThread.startAndAwaitBlocked(() -> lock.tryLockRead(Long.MAX_VALUE));
    awaitQueued(1);
    lock.unlockWrite();
    assertThat(reader.result()).isTrue();
  }

  @Test
  void anInterruptEndsAnInterruptibleWaitAndHoldsNothing() throws Exception {
    lock.lockWrite();
    OtherThread<Boolean> writer = OtherThread.startAndAwaitBlocked(() -> lockWriteInterruptibly());
    OtherThread<Boolean> reader = OtherThread.startAndAwaitBlocked(() -> lockReadInterruptibly());
    awaitQueued(2);
    writer.interrupt();
    reader.interrupt();
    assertThatThrownBy(writer::result).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(reader::result).isInstanceOf(InterruptedException.class);
    lock.unlockWrite();
    assertThat(lock).hasToString("free");
  }

  @Test
  void anInterruptBeforeIsSeenEvenWhereTheLockIsFree() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lock.tryLockWrite(0)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lock.tryLockRead(0)).isInstanceOf(InterruptedException.class);
    assertThat(lock).hasToString("free");
  }

  @Test
  void anInterruptIsKeptByAnUninterruptibleWait() throws Exception {
    lock.lockWrite();
    OtherThread<Boolean> reader =
        OtherThread.startAndAwaitBlocked(
            () -> {
              lock.lockRead();
              lock.unlockRead();
              return Thread.interrupted();
            });
    awaitQueued(1);
    reader.interrupt();
    reader.awaitBlocked();
    lock.unlockWrite();
    assertThat(reader.result()).isTrue();
  }

  // ---- Misuse ----

  @Test
  void releasesWithoutAHoldAreRefused() {
    assertThatThrownBy(lock::unlockRead)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll("readUnlock without readLock", "free", "M5");
    lock.lockWrite();
    assertThatThrownBy(lock::unlockRead)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll(
            "held for writing by thread " + Thread.currentThread().getName(), "M5");
    assertThat(lock.isWriteLockedByCurrentThread()).isTrue();
    lock.unlockWrite();
  }

  private boolean readOnce() {
    lock.lockRead();
    lock.unlockRead();
    return true;
  }

  private boolean writeOnce() {
    lock.lockWrite();
    lock.unlockWrite();
    return true;
  }

  private boolean lockWriteInterruptibly() throws InterruptedException {
    lock.lockWriteInterruptibly();
    return true;
  }

  private boolean lockReadInterruptibly() throws InterruptedException {
    lock.lockReadInterruptibly();
    return true;
  }

  private void awaitQueued(int threads) {
    while (lock.getQueueLength() < threads) {
      Thread.onSpinWait();
    }
  }
}
