package io.vmalock.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.vm.VM;

class HeapLayoutTest {
  @Test
  void neighboursShareALine() {
    // Each takes 48 bytes. The third one's end is 16 bytes in a line, of which the fourth has 48.
    long[] addresses = {0, 48, 96, 144, 192};
    assertThat(HeapLayout.sideBySide(addresses, 2)).isEqualTo(2);
  }

  @Test
  void gapIsNoNeighbour() {
    long[] addresses = {0, 48, 96, 10_000};
    assertThat(HeapLayout.sideBySide(addresses, 3)).isZero();
  }

  @Test
  void lastOnesCount() {
    long[] addresses = {0, 1000, 2016, 2064};
    assertThat(HeapLayout.sideBySide(addresses, 2)).isEqualTo(2);
  }

  @Test
  void endOfALineIsNotShared() {
    assertThatIllegalStateException()
        .isThrownBy(() -> HeapLayout.sideBySide(new long[] {0, 64, 128, 192}, 2))
        .withMessageStartingWith("of 4 objects no 2 lie side by side");
  }

  @Test
  void areasAreFoundSideBySide() {
    VmaLockStrategy strategy = Strategies.named("refcnt");
    Vma[] vmas = new Vma[64];
    for (int i = 0; i < vmas.length; i++) {
      vmas[i] = strategy.newVma(i * 0x1000L, (i + 1) * 0x1000L, null);
    }
    int first = HeapLayout.sideBySide(vmas, 2);
    long from = VM.current().addressOf(vmas[first]);
    long to = VM.current().addressOf(vmas[first + 1]);
    long size = HeapLayout.sizeOfVma(strategy);
    assertThat(to - from).isEqualTo(size);
    assertThat((to - 1) / 64).as("the line in which the first one ends").isEqualTo(to / 64);
  }
}
