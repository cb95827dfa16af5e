package io.vmalock.bench.replay.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No thread goes on too early, and none sleeps too long. */
@Timeout(30)
class MilestoneTest {
  private static final int WAITERS = 6;
  private static final int COUNT = 3_000;

  @Test
  void everyWaiterIsWokenAtItsCount() throws InterruptedException {
    Milestone milestone = new Milestone();
    AtomicInteger counted = new AtomicInteger();
    AtomicInteger early = new AtomicInteger();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      int first = i;
      Thread waiter =
          new Thread(
              () -> {
                try {
                  for (int count = first + 1; count <= COUNT; count += 3) {
                    milestone.await(count);
                    if (counted.get() < count) {
                      early.incrementAndGet();
                    }
                  }
                } catch (InterruptedException e) {
                  early.incrementAndGet();
                }
              });
      waiters.add(waiter);
      waiter.start();
    }
    for (int count = 1; count <= COUNT; count++) {
      counted.set(count);
      if (count % 2 == 0) {
        milestone.reach(count);
      } else {
        milestone.announce(count);
        milestone.wakeWaiters();
      }
      if (count % 100 == 0) {
        Thread.sleep(1); // lets the waiters come to park
      }
    }
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(early.get()).isZero();
  }

  @Test
  void anInterruptEndsTheWait() {
    Milestone milestone = new Milestone();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> milestone.await(1)).isInstanceOf(InterruptedException.class);
    assertThat(milestone.isReached(1)).isFalse();
  }
}
