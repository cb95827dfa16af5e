package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it is where the stories of the protocol take it to be. */
class EagerStrategyTest {
  @Test
  void twoReadsOfAnyVmasBiasTheirMm() {
    EagerStrategy strategy = new EagerStrategy();
    Mm mm = strategy.newMm(new Limits(0, Integer.MAX_VALUE));
    List<Vma> vmas = List.of(strategy.newVma(0, 1, null), strategy.newVma(1, 2, null));
    mm.writeLock();
    strategy.attach(mm, vmas);
    mm.writeUnlock();
    assertThat(read(strategy, mm, vmas.get(0))).isBetween(1L, Slots.FIRST - 1L);
    assertThat(read(strategy, mm, vmas.get(1))).isBetween(1L, Slots.FIRST - 1L);
    for (Vma vma : vmas) {
      assertThat(read(strategy, mm, vma)).isGreaterThanOrEqualTo(Slots.FIRST);
    }
  }

  private static long read(EagerStrategy strategy, Mm mm, Vma vma) {
    long stamp = strategy.startRead(mm, vma);
    strategy.endRead(vma, stamp);
    return stamp;
  }
}
