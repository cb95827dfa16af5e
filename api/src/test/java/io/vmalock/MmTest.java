package io.vmalock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MmTest {
  private final MonitorStrategy strategy = new MonitorStrategy();
  private final Mm mm = strategy.newMm();
  private final Vma vma = strategy.newVma(0x1000, 0x2000, "a");

  // ---- Sections ----

  @ParameterizedTest
  @ValueSource(longs = {0, -2, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void theSequenceIsOddWhileASectionIsOpen(long first) {
    Mm mm = strategy.newMm(new Limits(first, 1));
    for (long section = 0; section < 3; section++) {
      assertThat(mm.sequence()).isEqualTo(first + 2 * section);
      mm.writeLock();
      assertThat(mm.sequence()).isEqualTo(first + 2 * section + 1).matches(n -> (n & 1) == 1);
      mm.writeUnlock();
    }
  }

  @Test
  void aDowngradeEndsTheWriteHoldsAndKeepsTheMmapLock() throws Exception {
    mm.writeLock();
    strategy.attach(mm, vma);
    mm.downgrade();

    assertThat(strategy.isWriteHeld(vma)).isFalse();
    assertThat(mm.readLocks()).isEqualTo(1);
    assertThat(OtherThread.call(() -> mm.tryWriteLock(0))).isFalse();
    mm.readUnlock();
    assertThat(mm.lockState()).isEqualTo("free");
  }

  @Test
  void aStrategyThatThrowsAtTheEndOfASectionLeavesTheMmapLockFree() throws Exception {
    for (Consumer<Mm> end : Set.<Consumer<Mm>>of(Mm::writeUnlock, Mm::downgrade)) {
      Mm mm = new Mm(new EndsBadly(), Limits.DEFAULT);
      mm.writeLock();
      assertThatThrownBy(() -> end.accept(mm)).hasMessage("ends badly");

      assertThat(mm.sequence()).isEqualTo(2);
      assertThat(mm.lockState()).isEqualTo("free");
      assertThat(OtherThread.call(() -> mm.tryWriteLock(0))).isTrue();
      assertThat(mm.sequence()).isEqualTo(3);
    }
  }

  @Test
  void onlyTheMmEndsASection() {
    assertThatThrownBy(mm::endSection)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll("free", "M5");
    mm.writeLock();
    assertThatThrownBy(() -> strategy.endWriteAll(mm))
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll("writeUnlock()", "M5");
    assertThat(mm.sequence()).isEqualTo(1);
    mm.writeUnlock();
    assertThatThrownBy(mm::writeUnlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll("free", "M1");
    assertThatThrownBy(mm::downgrade).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(mm.sequence()).isEqualTo(2);
  }

  @Test
  void aSectionBelongsToItsThread() throws Exception {
    mm.writeLock();
    OtherThread<Boolean> other =
        OtherThread.start(
            () -> {
              mm.writeUnlock();
              return true;
            });
    assertThatThrownBy(other::result)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContainingAll("by thread other", Thread.currentThread().getName());
    assertThat(mm.isWriteLockedByCurrentThread()).isTrue();
    mm.writeUnlock();
  }

  @Test
  void theMmapLockIsNotReentrant() throws Exception {
    mm.writeLock();
    for (Action wait :
        Set.<Action>of(
            mm::writeLock,
            mm::writeLockInterruptibly,
            () -> mm.tryWriteLock(0),
            mm::readLock,
            mm::readLockInterruptibly,
            () -> mm.tryReadLock(0))) {
      assertThatThrownBy(wait::run)
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessageContainingAll(Thread.currentThread().getName(), "P7");
    }
    assertThat(mm.sequence()).isEqualTo(1);
    mm.writeUnlock();
  }

  @Test
  void freshNumbersAreEvenAndNeverASectionsNorGivenOutTwice() {
    Set<Long> seen = new HashSet<>();
    seen.add(mm.sequence());
    for (int i = 0; i < 100; i++) {
      mm.writeLock();
      assertThat(seen.add(mm.sequence())).isTrue();
      long fresh = mm.freshSequence();
      assertThat(seen.add(fresh)).isTrue();
      assertThat(fresh & 1).isZero();
      mm.writeUnlock();
      assertThat(seen.add(mm.sequence())).isTrue();
    }
    assertThatThrownBy(mm::freshSequence).isInstanceOf(IllegalMonitorStateException.class);
  }

  // ---- Speculation ----

  @Test
  void speculationEndsWithASection() {
    long before = mm.speculate();
    assertThat(mm.validate(before)).isTrue();
    mm.writeLock();
    assertThat(mm.validate(before)).isFalse();
    long inside = mm.speculate();
    assertThat(mm.validate(inside)).isFalse();
    mm.writeUnlock();
    assertThat(mm.validate(before)).isFalse();
    assertThat(mm.validate(inside)).isFalse();
    assertThat(mm.validate(mm.speculate())).isTrue();
  }

  // ---- Assertions ----

  @Test
  void assertionsNameTheValues() throws Exception {
    assertThatThrownBy(mm::assertWriteLocked).hasMessageContainingAll("free", "M1");
    assertThatThrownBy(mm::assertReadLocked).hasMessageContainingAll("free", "P4");
    assertThatThrownBy(() -> mm.assertAttached(vma))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[0x1000, 0x2000) detached", "M2");
    assertThatThrownBy(() -> mm.assertAttached(null)).isInstanceOf(NullPointerException.class);
    mm.assertDetached(vma);

    mm.writeLock();
    strategy.attach(mm, vma);
    mm.assertWriteHeld(vma);
    mm.writeUnlock();
    mm.assertAttached(vma);
    assertThatThrownBy(() -> mm.assertDetached(vma))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[0x1000, 0x2000) attached", "this mm already", "M2");
    Mm second = strategy.newMm();
    assertThatThrownBy(() -> second.assertAttached(vma))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[0x1000, 0x2000)", "M4");
    assertThatThrownBy(() -> mm.assertWriteHeld(vma))
        .isInstanceOf(IllegalMonitorStateException.class);
    mm.writeLock();
    assertThatThrownBy(() -> mm.assertWriteHeld(vma))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[0x1000, 0x2000)", "startWrite", "X1");
    mm.writeUnlock();
  }

  // ---- The VMA ----

  @Test
  void aRangeIsNeitherEmptyNorWraps() {
    for (long[] bad : new long[][] {{1, 1}, {2, 1}, {-1, 0}, {Long.MIN_VALUE, 5}}) {
      assertThatThrownBy(() -> strategy.newVma(bad[0], bad[1], null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(Long.toHexString(bad[0]), Long.toHexString(bad[1]));
    }
    Vma wide = strategy.newVma(Long.MAX_VALUE, -1, null);
    assertThat(wide.contains(Long.MIN_VALUE)).isTrue();
    assertThat(wide.contains(-2)).isTrue();
    assertThat(wide.contains(-1)).isFalse();
    assertThat(wide.contains(0)).isFalse();
    assertThat(wide.contains(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void anAttachmentChangesOnlyWhereNoReaderCanBeInside() {
    vma.setAttachment("detached");
    mm.writeLock();
    strategy.attach(mm, vma);
    vma.setAttachment("write-held");
    mm.writeUnlock();
    assertThatThrownBy(() -> vma.setAttachment("no"))
        .isInstanceOf(IllegalMonitorStateException.class);
    mm.writeLock();
    assertThatThrownBy(() -> vma.setAttachment("no")).isInstanceOf(IllegalStateException.class);
    assertThat(vma.attachment()).isEqualTo("write-held");
    strategy.startWrite(mm, vma);
    vma.setAttachment("again");
    mm.writeUnlock();
    assertThat(vma.attachment()).isEqualTo("again");
  }

  private interface Action {
    void run() throws Exception;
  }

  private static final class EndsBadly implements VmaLockStrategy {
    private final VmaLockStrategy monitor = new MonitorStrategy();

    @Override
    public void endWriteAll(Mm mm) {
      throw new UnsupportedOperationException("ends badly");
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Mm(this, limits);
    }

    @Override
    public Vma newVma(long start, long end, Object attachment) {
      return monitor.newVma(start, end, attachment);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      return monitor.startRead(mm, vma);
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      return monitor.startReadLocked(mm, vma);
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      monitor.endRead(vma, stamp);
    }

    @Override
    public void startWrite(Mm mm, Vma vma) {
      monitor.startWrite(mm, vma);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      monitor.attach(mm, vma);
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      monitor.detach(mm, vma);
    }

    @Override
    public void retire(Mm mm, Retirement retirement) {
      monitor.retire(mm, retirement);
    }

    @Override
    public boolean lookAgain(Retirement retirement) {
      return monitor.lookAgain(retirement);
    }

    @Override
    public boolean isWriteHeld(Vma vma) {
      return monitor.isWriteHeld(vma);
    }

    @Override
    public int readers(Vma vma) {
      return monitor.readers(vma);
    }
  }
}
