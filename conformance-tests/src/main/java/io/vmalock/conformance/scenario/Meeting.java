package io.vmalock.conformance.scenario;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A point at which two threads wait for each other before each round of a race, as long as there is
 * time.
 */
final class Meeting {
  private static final int CLOSED = Integer.MAX_VALUE;
  private static final int SPINS = 100;

  private final AtomicInteger arrivals = new AtomicInteger();
  private final Deadline deadline;

  Meeting(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Waits for the other thread; false, for both, if no round is left. */
  boolean at(int round) {
    // The first of the two looks at the time. If the other one has come meanwhile, the round is on.
    if (arrivals.get() == 2 * round && deadline.isOver()) {
      arrivals.compareAndSet(2 * round, CLOSED);
    }
    if (arrivals.getAndUpdate(now -> now == CLOSED ? now : now + 1) == CLOSED) {
      return false;
    }
    for (int spins = 0; arrivals.get() < 2 * (round + 1); spins++) {
      if (Thread.currentThread().isInterrupted()) {
        return false; // the other thread is not coming
      }
      if (spins > SPINS) {
        Thread.yield();
      }
    }
    return true;
  }
}
