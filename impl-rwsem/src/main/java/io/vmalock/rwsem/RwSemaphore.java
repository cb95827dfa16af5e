package io.vmalock.rwsem;

import io.vmalock.WaitSlot;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The semaphore in each VMA: readers that never wait, and a writer that waits in the JDK's queue.
 *
 * <p>The state is one word: the readers, plus {@link #WAITING} while a writer waits for them and
 * {@link #RETIRED} for good, or {@link #WRITER} while a writer is inside. A waiting writer's bit
 * refuses new readers, which the queue alone would not: it is filled only after the writer has
 * looked at the state. All changes except the writer's release are read-modify-writes of that word,
 * so readers and writers are in one order; the JDK's accesses to it are volatile.
 *
 * <p>The wake-up: the last reader to leave makes the synchronizer wake the head of its queue; a
 * writer that has set the bit but is not queued yet looks once more before it parks. A reader
 * leaves by its own compare-and-set, which must tell it whether it was the last reader of a retired
 * VMA; the synchronizer's releaseShared only signals. Because an error may cut the signal short, a
 * writer looks again by itself ({@link WaitSlot#LOOKS_AGAIN}).
 *
 * <p>32 bytes, no thread-local.
 */
final class RwSemaphore extends AbstractQueuedSynchronizer {
  static final int MAX_READERS = (1 << 28) - 1;

  private static final long serialVersionUID = 1;
  private static final int WAITING = 1 << 28;
  private static final int RETIRED = 1 << 29;
  private static final int WRITER = 1 << 30;
  private static final int UNUSED = 0;

  /** Held for writing, as it is whenever its VMA is detached. */
  RwSemaphore() {
    setState(WRITER);
  }

  /** Lets a reader in unless a writer is inside or waits, or {@code maxReaders} are inside. */
  boolean tryRead(int maxReaders) {
    int state = getState();
    while (state < maxReaders) { // so no state with one of the bits, because the limit is below all
      // Each failure means that another thread made progress: no spin without bound (P1).
      if (compareAndSetState(state, state + 1)) {
        return true;
      }
      state = getState();
    }
    return false;
  }

  /** Lets a reader out; returns the state that it left. */
  int endRead() {
    int state;
    do {
      state = getState();
    } while (!compareAndSetState(state, state - 1));
    return state - 1;
  }

  /** Whether no reader is inside in this state; a retired VMA or a writer may wait for it. */
  static boolean isEmpty(int state) {
    return (state & MAX_READERS) == 0;
  }

  static boolean isRetired(int state) {
    return (state & RETIRED) != 0;
  }

  /** Wakes a waiting writer, for the last reader out. */
  void signal() {
    releaseShared(UNUSED);
  }

  /** Lets no reader in any more; returns the state. A second call changes nothing. */
  int retire() {
    while (true) {
      int state = getState();
      if (isRetired(state) || compareAndSetState(state, state | RETIRED)) {
        return state | RETIRED;
      }
    }
  }

  /** Waits until the writer is alone. Keeps the interrupt status. */
  void write() {
    boolean interrupted = false;
    boolean alone = false;
    try {
      alone = tryAcquire(UNUSED); // most often, without a look at the interrupt status
      while (!alone) {
        try {
          alone = tryAcquireNanos(UNUSED, WaitSlot.LOOKS_AGAIN.toNanos());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (!alone) { // an error: readers would be shut out
        stopWaiting();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits until the writer is alone, or gives up, and then readers get in as before.
   *
   * @return 0 when alone; else the number of readers inside when the time was over
   */
  int tryWrite(long nanos) throws InterruptedException {
    // It may be past the end of the numbers, but not by more than a difference can tell.
    long deadline = System.nanoTime() + Math.max(0, nanos);
    long longest = WaitSlot.LOOKS_AGAIN.toNanos();
    boolean alone = false;
    long left;
    try {
      do {
        left = deadline - System.nanoTime();
        alone = tryAcquireNanos(UNUSED, Math.min(left, longest));
      } while (!alone && left > longest);
      return alone ? 0 : Math.max(1, readers()); // the last reader may have left just now
    } finally {
      if (!alone) {
        stopWaiting();
      }
    }
  }

  void endWrite() {
    release(UNUSED);
  }

  int readers() {
    return getState() & MAX_READERS;
  }

  /** Lets readers in again, for a writer that gives up or is stopped by an error. */
  void stopWaiting() {
    int state;
    do {
      state = getState();
    } while (!compareAndSetState(state, state & ~WAITING));
  }

  boolean isWaitedFor() {
    return (getState() & WAITING) != 0;
  }

  @Override
  protected boolean tryAcquire(int unused) {
    while (true) {
      int state = getState();
      if ((state & WRITER) != 0) {
        return false;
      }
      if ((state & MAX_READERS) == 0) {
        if (compareAndSetState(state, WRITER)) {
          return true;
        }
      } else if ((state & WAITING) != 0 || compareAndSetState(state, state | WAITING)) {
        return false;
      }
    }
  }

  @Override
  protected boolean tryRelease(int unused) {
    setState(0);
    return true;
  }

  @Override
  protected boolean tryReleaseShared(int unused) {
    return true; // endRead has released it
  }
}
