package io.vmalock.bench.replay.execution;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A count that only grows, and for which threads can wait. They first spin, since the other thread
 * is often just about to come, and then park, since there may be more threads than CPUs.
 */
public final class Milestone {
  private static final long SPIN_NANOS = 10_000;
  private static final int LOOKS_BETWEEN_CLOCKS = 64;

  /**
   * The most spinning threads. Spinning on every CPU would keep the awaited thread from running.
   */
  private static final int MOST_SPINNERS = Runtime.getRuntime().availableProcessors() - 1;

  private static final AtomicInteger SPINNERS = new AtomicInteger();

  private record Waiter(Thread thread, int count, @Nullable Waiter next) {}

  private volatile int reached;
  private final AtomicReference<@Nullable Waiter> waiters = new AtomicReference<>();

  /**
   * Raises the count to {@code count}. Threads that waited for it see the caller's earlier writes.
   */
  public void reach(int count) {
    announce(count);
    wakeWaiters();
  }

  /** Raises the count, without waking parked threads: {@link #wakeWaiters} must follow. */
  public void announce(int count) {
    reached = count;
  }

  /** Wakes the threads whose count has been announced. */
  public void wakeWaiters() {
    // Volatile, as is announce's store: either this sees the waiter, or the waiter sees the count.
    while (waiters.get() != null && wake()) {
      // A waiter put back may have missed a growth meanwhile.
    }
  }

  /**
   * Wakes the threads whose count is reached, puts the others back, and returns whether one of
   * those is due.
   */
  private boolean wake() {
    Waiter waiter = waiters.getAndSet(null);
    int seen = reached;
    while (waiter != null) {
      if (waiter.count() <= seen) {
        LockSupport.unpark(waiter.thread());
      } else {
        add(waiter.thread(), waiter.count());
      }
      waiter = waiter.next();
    }
    return seen != reached;
  }

  private void add(Thread thread, int count) {
    Waiter head;
    do {
      head = waiters.get();
    } while (!waiters.compareAndSet(head, new Waiter(thread, count, head)));
  }

  public boolean isReached(int count) {
    return reached >= count;
  }

  /**
   * Waits until the count is reached.
   *
   * @throws InterruptedException if the thread was or is interrupted
   */
  public void await(int count) throws InterruptedException {
    if (spin(count)) {
      return;
    }
    add(Thread.currentThread(), count);
    while (reached < count) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private boolean spin(int count) {
    if (SPINNERS.incrementAndGet() <= MOST_SPINNERS) {
      long end = System.nanoTime() + SPIN_NANOS;
      do {
        for (int i = 0; i < LOOKS_BETWEEN_CLOCKS && reached < count; i++) {
          Thread.onSpinWait();
        }
      } while (reached < count && System.nanoTime() < end);
    }
    SPINNERS.decrementAndGet();
    return reached >= count;
  }
}
