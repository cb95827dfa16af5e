package io.vmalock.bench.replay.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Idle is the time in which all wait; work is the rest of each thread's time. */
class TimelineTest {
  private static final long ENDLESS = Long.MAX_VALUE;

  @Test
  void threeThreads() {
    // Times from 1000 to 1100. The third waits from before the start.
    Timeline timeline =
        Timeline.of(
            1000,
            1100,
            List.of(
                new long[] {1010, 1040, 1090, ENDLESS},
                new long[] {1020, 1030, 1035, 1060},
                new long[] {900, 1025, 1037, 1050, 1095, ENDLESS}));
    // All wait from 20 to 25 and from 37 to 40.
    assertThat(timeline.idleNanos()).isEqualTo(8);
    // 100 - 30 - 10, 100 - 10 - 25, 100 - 25 - 13 - 5.
    assertThat(timeline.workNanos()).isEqualTo(60 + 65 + 57);
  }

  @Test
  void nobodyWaits() {
    assertThat(Timeline.of(0, 50, List.of(new long[0], new long[0])))
        .isEqualTo(new Timeline(0, 100));
  }

  @Test
  void waitsInARow() {
    assertThat(Timeline.of(0, 50, List.of(new long[] {10, 20, 20, 30})))
        .isEqualTo(new Timeline(20, 30));
  }
}
