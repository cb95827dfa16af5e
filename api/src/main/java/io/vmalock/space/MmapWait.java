package io.vmalock.space;

import io.vmalock.Misuse;
import io.vmalock.Mm;

/**
 * The waits for the mmap lock that no caller bounds. After a second such a wait logs who holds the
 * lock. It then queues anew, behind those who came meanwhile.
 */
final class MmapWait {
  private MmapWait() {}

  /** Waits uninterruptibly until this thread holds the mmap lock for writing. */
  static void reserve(AddressSpace<?> space) {
    Mm mm = space.mm();
    boolean interrupted = Thread.interrupted(); // or the bounded wait would throw
    try {
      while (true) {
        try {
          if (!mm.tryReserve(RetiredAreas.SECOND)) {
            log(space);
            mm.reserve();
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits as {@link #reserve} does, or gives up when interrupted. */
  static void reserveInterruptibly(AddressSpace<?> space) throws InterruptedException {
    if (!space.mm().tryReserve(RetiredAreas.SECOND)) {
      log(space);
      space.mm().reserveInterruptibly();
    }
  }

  /** Waits uninterruptibly until the mmap lock is held for reading. */
  static void readLock(AddressSpace<?> space) {
    Mm mm = space.mm();
    boolean interrupted = Thread.interrupted(); // or the bounded wait would throw
    try {
      while (true) {
        try {
          if (!mm.tryReadLock(RetiredAreas.SECOND)) {
            log(space);
            mm.readLock();
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits as {@link Mm#tryReadLock} does.
   *
   * @param nanos {@link Long#MAX_VALUE} for no bound
   */
  static boolean tryReadLock(AddressSpace<?> space, long nanos) throws InterruptedException {
    Mm mm = space.mm();
    if (nanos < Long.MAX_VALUE) {
      return mm.tryReadLock(nanos);
    }
    if (!mm.tryReadLock(RetiredAreas.SECOND)) {
      log(space);
      mm.readLockInterruptibly();
    }
    return true;
  }

  private static void log(AddressSpace<?> space) {
    SpaceLog.warn(
        () ->
            Misuse.thread(Thread.currentThread())
                + " has been waiting for the mmap lock for a second; it is "
                + space.mm().lockState()
                + ", and "
                + space.mm().waiting()
                + " other threads are queued: "
                + space);
  }
}
