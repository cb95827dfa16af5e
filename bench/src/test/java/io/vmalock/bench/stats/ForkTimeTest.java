package io.vmalock.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForkTimeTest {
  @Test
  void keepsIterationsInWhichEveryThreadRan() {
    double[] kept = ForkTime.kept(new double[] {1, 2, 3, 4}, new double[] {1, 0.5, 0.95, 0.89});
    assertThat(kept).containsExactly(1, 3);
  }

  @Test
  void takesTheUndisturbedTimeAtOneThread() {
    double[] times = {20, 20.1, 20.2, 90, 300, 20.1, 20, 45};
    assertThat(ForkTime.time(times, times.length, 1)).isBetween(20.0, 20.2);
  }

  @Test
  void takesTheMiddleAtSeveralThreads() {
    assertThat(ForkTime.time(new double[] {10, 50, 60, 70, 80}, 5, 2)).isEqualTo(60);
  }

  @Test
  void saysNothingOfAForkThatHardlyRan() {
    assertThat(ForkTime.time(new double[] {10, 11}, 40, 2)).isNaN();
    assertThat(ForkTime.time(new double[0], 40, 2)).isNaN();
  }
}
