package io.vmalock;

import org.jspecify.annotations.Nullable;

/**
 * The exceptions by which every strategy refuses misuse in the same words. Each message gives the
 * mistake, the values, and the rule of the contract (M1 to M5).
 *
 * <p>Each method makes an exception for its caller to throw, before any state has changed.
 */
public final class Misuse {
  private Misuse() {}

  /**
   * A thread, for a message: {@code thread main}. A virtual thread usually has no name, so it is
   * named by its number. A thread that has died is called dead, because what it left will not end.
   */
  public static String thread(Thread thread) {
    String name = thread.getName();
    return "thread "
        + (name.isEmpty() ? "#" + thread.getId() : name)
        + (thread.isAlive() ? "" : " (dead)");
  }

  /** M1: a call that needs the mmap lock held for writing by this thread. */
  public static IllegalMonitorStateException notWriteLocked(Mm mm) {
    return new IllegalMonitorStateException(
        "the mmap lock must be held for writing by "
            + thread(Thread.currentThread())
            + ", and is "
            + mm.lockState()
            + ": call writeLock() first (M1)");
  }

  /** P4: a call that needs the mmap lock held for reading. */
  public static IllegalMonitorStateException notReadLocked(Mm mm) {
    return new IllegalMonitorStateException(
        "the mmap lock must be held for reading, and is "
            + mm.lockState()
            + ": call readLock() first (P4)");
  }

  /** M2: attach of an attached VMA. */
  public static IllegalStateException attached(Vma vma, Mm mm, Mm owner) {
    return new IllegalStateException(
        vma
            + " is attached to "
            + (owner == mm ? "this mm already" : "another mm")
            + ": detach it there before it is attached (M2)");
  }

  /** M2: detach, retire, or a write lock, of a VMA that is not attached. */
  public static IllegalStateException detached(Vma vma) {
    return vma.retirement() != null
        ? retired(vma)
        : new IllegalStateException(vma + ": attach it first (M2)");
  }

  /** M2: attach, or any writer's call, of a VMA that was retired. */
  public static IllegalStateException retired(Vma vma) {
    return new IllegalStateException(
        vma + " for good: make a new VMA, only a detached one is attached again (M2)");
  }

  /** M3: endRead without a hold, or with the answer of a startRead that failed. */
  public static IllegalMonitorStateException notHeld(Vma vma, long stamp) {
    String why =
        stamp == VmaLockStrategy.CONTENDED
            ? "startRead answered CONTENDED, so there is nothing to end"
            : stamp == VmaLockStrategy.DETACHED
                ? "startRead answered DETACHED, so there is nothing to end"
                : "no reader holds it with stamp " + stamp;
    return new IllegalMonitorStateException(vma + ": " + why + " (M3)");
  }

  /** M4: null, or a VMA that another strategy made. */
  public static RuntimeException foreign(VmaLockStrategy strategy, @Nullable Vma vma) {
    if (vma == null) {
      return new NullPointerException("the VMA is null (M4)");
    }
    return new IllegalArgumentException(
        vma
            + " is a "
            + vma.getClass().getName()
            + ", which strategy "
            + strategy.name()
            + " did not make: use its newVma (M4)");
  }

  /** M4: null, or an mm that another strategy made. */
  public static RuntimeException foreign(VmaLockStrategy strategy, @Nullable Mm mm) {
    if (mm == null) {
      return new NullPointerException("the mm is null (M4)");
    }
    return new IllegalArgumentException(
        "the mm belongs to strategy "
            + mm.strategy().name()
            + ", not to "
            + strategy.name()
            + ": use its newMm (M4)");
  }

  /** M4: a VMA that is attached to another mm than the call names. */
  public static IllegalArgumentException otherMm(Vma vma) {
    return new IllegalArgumentException(vma + " to another mm than the one given (M4)");
  }

  /** M5: a section that its mm does not end. */
  public static IllegalMonitorStateException notEnding(Mm mm) {
    return new IllegalMonitorStateException(
        "a section is ended once, by its mm: call writeUnlock() or downgrade(), not endWriteAll;"
            + " the mmap lock is "
            + mm.lockState()
            + " (M5)");
  }
}
