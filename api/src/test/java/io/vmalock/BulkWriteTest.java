package io.vmalock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bulk forms that a strategy gets from the interface. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkWriteTest {
  private final MonitorStrategy strategy = new MonitorStrategy();
  private final Mm mm = strategy.newMm();
  private final List<Vma> vmas = new ArrayList<>();

  @BeforeEach
  void map() {
    mm.writeLock();
    for (long start = 0; start < 4; start++) {
      Vma vma = strategy.newVma(start, start + 1, null);
      strategy.attach(mm, vma);
      vmas.add(vma);
    }
    mm.writeUnlock();
  }

  @Test
  void takesAllOfThem() throws Exception {
    mm.writeLock();
    vmas.add(vmas.get(0)); // twice is allowed
    assertThat(strategy.tryStartWrite(mm, vmas, 0)).isZero();
    assertThat(vmas).allMatch(strategy::isWriteHeld);
    mm.writeUnlock();
    assertThat(vmas).noneMatch(strategy::isWriteHeld);
  }

  @Test
  void givesBackWhatItTookAndSaysWhoKeptItWaiting() throws Exception {
    strategy.startRead(mm, vmas.get(2));
    strategy.startRead(mm, vmas.get(2));
    mm.writeLock();
    strategy.startWrite(mm, vmas.get(1));

    assertThat(strategy.tryStartWrite(mm, vmas, 1000)).isEqualTo(2);

    assertThat(vmas).filteredOn(strategy::isWriteHeld).containsExactly(vmas.get(1));
    assertThat(strategy.startRead(mm, vmas.get(0))).isPositive();
    mm.writeUnlock();
    assertThat(vmas).allMatch(vma -> strategy.startRead(mm, vma) > 0);
  }

  @Test
  void anInterruptGivesBackWhatItTook() throws Exception {
    strategy.startRead(mm, vmas.get(3));
    OtherThread<List<Boolean>> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              mm.writeLock();
              assertThatThrownBy(() -> strategy.tryStartWrite(mm, vmas, Long.MAX_VALUE))
                  .isInstanceOf(InterruptedException.class);
              return vmas.stream().map(strategy::isWriteHeld).toList();
            });
    writer.interrupt();
    assertThat(writer.result()).containsOnly(false);
  }

  @Test
  void anInterruptBeforeIsSeenWhateverTheListHas() {
    mm.writeLock();
    for (List<Vma> list : List.of(List.<Vma>of(), vmas)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> strategy.tryStartWrite(mm, list, 0))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(vmas).noneMatch(strategy::isWriteHeld);
    mm.writeUnlock();
  }

  @Test
  void refusesAllWhereOneIsBad() {
    Vma detached = strategy.newVma(8, 9, null);
    vmas.add(detached);
    assertThatThrownBy(() -> strategy.startWrite(mm, vmas))
        .isInstanceOf(IllegalMonitorStateException.class);
    mm.writeLock();
    assertThatThrownBy(() -> strategy.startWrite(mm, vmas))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("[0x8, 0x9)", "M2");
    assertThatThrownBy(() -> strategy.tryStartWrite(mm, vmas, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> strategy.detach(mm, vmas)).isInstanceOf(IllegalStateException.class);
    assertThat(vmas).noneMatch(strategy::isWriteHeld);
    assertThat(vmas).filteredOn(strategy::isAttached).hasSize(4);
    mm.writeUnlock();
  }

  @Test
  void needsBothCapabilities() {
    for (Capability missing : List.of(Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE)) {
      MonitorStrategy lesser = new MonitorStrategy(EnumSet.complementOf(EnumSet.of(missing)));
      Mm mm = lesser.newMm();
      mm.writeLock();
      assertThatThrownBy(() -> lesser.tryStartWrite(mm, List.of(), 0))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContainingAll("monitor", missing.toString());
      mm.writeUnlock();
    }
  }
}
