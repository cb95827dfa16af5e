package io.vmalock.space;

import io.vmalock.Mm;

/**
 * The wait for a space's mmap lock without bound, which is not silent: after a second it logs who
 * has the lock, such as a thread that died inside its section, or this thread's own {@link
 * ReadSection}. A waiter that has logged queues again at the end.
 */
final class MmapWait {
  private MmapWait() {}

  /** Waits uninterruptibly until this thread holds the mmap lock for writing. */
  static void reserve(AddressSpace<?> space) {
    if (!isTakenInASecond(space, true)) {
      space.mm().reserve();
    }
  }

  /** Waits as {@link #reserve} does, or gives up when interrupted. */
  static void reserveInterruptibly(AddressSpace<?> space) throws InterruptedException {
    if (!space.mm().tryReserve(RetiredAreas.SECOND)) {
      log(space);
      space.mm().reserveInterruptibly();
    }
  }

  /** Waits uninterruptibly until this thread holds the mmap lock for reading. */
  static void readLock(AddressSpace<?> space) {
    if (!isTakenInASecond(space, false)) {
      space.mm().readLock();
    }
  }

  /** An interrupt starts the second anew, once: then the thread waits on, and does not log. */
  private static boolean isTakenInASecond(AddressSpace<?> space, boolean writes) {
    Mm mm = space.mm();
    boolean interrupted = false;
    try {
      for (int tries = 0; tries < 3; tries++) {
        try {
          if (writes ? mm.tryReserve(RetiredAreas.SECOND) : mm.tryReadLock(RetiredAreas.SECOND)) {
            return true;
          }
          log(space);
          return false;
        } catch (InterruptedException e) { // perhaps from before this wait
          interrupted = true;
        }
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void log(AddressSpace<?> space) {
    SpaceLog.warn(() -> "waiting for the mmap lock for a second: " + space.describeLock());
  }
}
