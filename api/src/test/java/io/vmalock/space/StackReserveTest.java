package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The room that a probe of the stack finds, compiled or not. */
class StackReserveTest {
  /** So many calls are compiled by the last compiler. */
  private static final int HOT = 200_000;

  /** The calls for which there must be room: 80 have 22,000 bytes of frames, and 25 have 6,700. */
  private static final int CALLS = StackReserve.LARGE_FRAMES ? 80 : 25;

  private boolean room;
  private boolean fits;

  @Test
  void aProbeThatPassesLeavesRoomForInterpretedCalls() throws InterruptedException {
    for (int i = 0; i < HOT; i++) {
      StackReserve.probe();
    }
    Thread.sleep(300); // for the compiler
    Thread thread = new Thread(null, this::dive, "dive", 1 << 20);
    thread.start();
    thread.join();
    assertThat(room).as("a probe passed on the way back").isTrue();
    assertThat(fits).as("there was room for interpreted calls then").isTrue();
  }

  /** On the way back from the end of the stack, the first probe that passes decides. */
  private void dive() {
    try {
      dive();
    } catch (StackOverflowError e) {
      // the deepest
    }
    if (!room) {
      try {
        StackReserve.probe();
      } catch (StackOverflowError e) {
        return;
      }
      room = true;
      try {
        fits = sum(CALLS, 1, 2, 3, 4, 5, 6, 7, 8) != 0;
      } catch (StackOverflowError e) {
        fits = false;
      }
    }
  }

  /** Runs once, so interpreted: a frame of 270 bytes. */
  private static long sum(
      int calls, long a, long b, long c, long d, long e, long f, long g, long h) {
    if (calls == 0) {
      return a + b + c + d + e + f + g + h;
    }
    long rest = sum(calls - 1, b, c, d, e, f, g, h, a + calls);
    return rest ^ (a + b * 3 + c * 5 + d * 7 + e * 11 + f * 13 + g * 17 + h * 19) | 1;
  }
}
