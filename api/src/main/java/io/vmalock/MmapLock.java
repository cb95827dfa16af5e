package io.vmalock;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The mmap lock: many readers or one writer, first come, first served, except that a bounded number
 * of writers pass the queue.
 *
 * <p>{@link java.util.concurrent.locks.ReentrantReadWriteLock} does not serve. Its non-fair mode
 * lets a loop of writers keep a queued reader out without bound, and a look-up that falls back must
 * end (rule P5). Its fair mode pays a context switch for every section of two competing writers.
 * Here a writer may take a free lock past the queue {@value #MOST_PASSES} times in a row, then it
 * queues. Readers never pass the queue, so overlapping readers do not starve a writer. There is no
 * reentrance, hence no thread-local.
 *
 * <p>State: 0 free, n readers, -1 a writer.
 */
final class MmapLock extends AbstractQueuedSynchronizer {
  static final int MOST_PASSES = 16;

  private static final long serialVersionUID = 1;
  private static final int WRITER = -1;
  private static final int ACQUIRE = 0;
  private static final int DOWNGRADE = 1;

  /**
   * The number of times in a row that a writer has passed the queue. Written by the lock's owner
   * only; a writer that reads it without the lock may be one release out of date, so the bound is
   * exceeded by at most the number of writers that arrive at once.
   */
  private int passes;

  void lockWrite() {
    acquire(ACQUIRE);
  }

  void lockWriteInterruptibly() throws InterruptedException {
    acquireInterruptibly(ACQUIRE);
  }

  boolean tryLockWrite(long nanos) throws InterruptedException {
    return tryAcquireNanos(ACQUIRE, nanos);
  }

  void unlockWrite() {
    release(ACQUIRE);
  }

  void downgrade() {
    release(DOWNGRADE);
  }

  void lockRead() {
    acquireShared(ACQUIRE);
  }

  void lockReadInterruptibly() throws InterruptedException {
    acquireSharedInterruptibly(ACQUIRE);
  }

  boolean tryLockRead(long nanos) throws InterruptedException {
    return tryAcquireSharedNanos(ACQUIRE, nanos);
  }

  void unlockRead() {
    releaseShared(ACQUIRE);
  }

  boolean isWriteLocked() {
    return getState() == WRITER;
  }

  boolean isWriteLockedByCurrentThread() {
    return getState() == WRITER && getExclusiveOwnerThread() == Thread.currentThread();
  }

  int readers() {
    return Math.max(0, getState());
  }

  @Nullable Thread writer() {
    return getExclusiveOwnerThread();
  }

  @Override
  protected boolean tryAcquire(int ignored) {
    if (getState() != 0) {
      return false;
    }
    boolean queue = hasQueuedPredecessors();
    if (queue && passes >= MOST_PASSES) {
      return false;
    }
    if (!compareAndSetState(0, WRITER)) {
      return false;
    }
    passes = queue ? passes + 1 : 0;
    setExclusiveOwnerThread(Thread.currentThread());
    return true;
  }

  @Override
  protected boolean tryRelease(int how) {
    setExclusiveOwnerThread(null);
    setState(how == DOWNGRADE ? 1 : 0);
    return true; // after a downgrade too: the queued readers in front may come in
  }

  @Override
  protected int tryAcquireShared(int ignored) {
    while (true) {
      int state = getState();
      if (state == WRITER || hasQueuedPredecessors()) {
        return -1;
      }
      if (state == Integer.MAX_VALUE) {
        throw new IllegalMonitorStateException(
            "the mmap lock has " + state + " readers, the most that it can count");
      }
      if (compareAndSetState(state, state + 1)) {
        return 1;
      }
    }
  }

  @Override
  protected boolean tryReleaseShared(int ignored) {
    while (true) {
      int state = getState();
      if (state <= 0) {
        throw new IllegalMonitorStateException(
            "readUnlock without readLock: the mmap lock is " + this + " (M5)");
      }
      if (compareAndSetState(state, state - 1)) {
        return state == 1;
      }
    }
  }

  /** {@code free}, {@code held by 2 readers}, {@code held for writing by main}. */
  @Override
  public String toString() {
    int state = getState();
    if (state == WRITER) {
      Thread owner = getExclusiveOwnerThread();
      return "held for writing" + (owner == null ? "" : " by " + Misuse.thread(owner));
    }
    return state == 0 ? "free" : "held by " + state + (state == 1 ? " reader" : " readers");
  }
}
