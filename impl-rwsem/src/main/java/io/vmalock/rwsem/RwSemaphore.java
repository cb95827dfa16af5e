package io.vmalock.rwsem;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The semaphore in each VMA: readers that never wait, and a writer that waits in the JDK's queue.
 *
 * <p>The state is one word: the readers, plus {@link #WAITING} while a writer waits for them, or
 * {@link #WRITER} while one is inside. A waiting writer's bit refuses new readers, which the queue
 * alone would not: it is filled only after the writer has looked at the state. All changes are
 * read-modify-writes of that word but the writer's release, so readers and writers are in one
 * order; the JDK's accesses to it are volatile.
 *
 * <p>The wake-up: the last reader to leave makes the synchronizer wake the head of its queue; a
 * writer that has set the bit but is not queued yet looks once more before it parks.
 *
 * <p>32 bytes, no thread-local.
 */
final class RwSemaphore extends AbstractQueuedSynchronizer {
  static final int MAX_READERS = (1 << 29) - 1;

  private static final long serialVersionUID = 1;
  private static final int WAITING = 1 << 29;
  private static final int WRITER = 1 << 30;
  private static final int UNUSED = 0;

  /** Held for writing, as it is whenever its VMA is detached. */
  RwSemaphore() {
    setState(WRITER);
  }

  /** Lets a reader in unless a writer is inside or waits, or {@code maxReaders} are inside. */
  boolean tryRead(int maxReaders) {
    int state = getState();
    while (state < maxReaders) { // so no state with a writer's bit, the limit being below both
      // Each failure means that another thread got on: no spin without bound (P1).
      if (compareAndSetState(state, state + 1)) {
        return true;
      }
      state = getState();
    }
    return false;
  }

  /** Lets a reader out; the last one wakes a waiting writer. */
  void endRead() {
    releaseShared(UNUSED);
  }

  /** Waits until the writer is alone. */
  void write() {
    acquire(UNUSED);
  }

  /**
   * Waits until the writer is alone, or gives up, and then readers get in as before.
   *
   * @return 0 when alone; else how many readers were inside when the time was over
   */
  int tryWrite(long nanos) throws InterruptedException {
    boolean alone = false;
    try {
      alone = tryAcquireNanos(UNUSED, nanos);
      return alone ? 0 : Math.max(1, readers()); // the last one may have left just now
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

  private void stopWaiting() {
    int state;
    do {
      state = getState();
    } while (!compareAndSetState(state, state & ~WAITING));
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
    while (true) {
      int state = getState();
      if (compareAndSetState(state, state - 1)) {
        // Whatever the bit says: a writer that gives up takes it away, perhaps just now.
        return (state - 1 & MAX_READERS) == 0;
      }
    }
  }
}
