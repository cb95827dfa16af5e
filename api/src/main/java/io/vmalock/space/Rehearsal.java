package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.List;

/**
 * Goes once, for each class of strategy, through the steps that a commit does not survive half
 * done, on an mm of its own. It links their call sites and initializes their classes: the JVM does
 * that at the first call, deep in the stack and with allocation, and it may fail.
 */
final class Rehearsal {
  private static final ClassValue<boolean[]> DONE =
      new ClassValue<>() {
        @Override
        protected boolean[] computeValue(Class<?> type) {
          return new boolean[1];
        }
      };

  private Rehearsal() {}

  static void of(VmaLockStrategy strategy) {
    boolean[] done = DONE.get(strategy.getClass());
    // A data race that is harmless: to rehearse twice costs time only.
    if (!done[0]) {
      rehearse(strategy);
      done[0] = true;
    }
  }

  private static void rehearse(VmaLockStrategy strategy) {
    Mm mm = strategy.newMm();
    Vma empty = strategy.newVma(0, 1, null);
    Vma occupied = strategy.newVma(1, 2, null);
    mm.writeLock();
    try {
      strategy.attach(mm, List.of(empty, occupied));
    } finally {
      mm.writeUnlock();
    }
    long stamp = strategy.startRead(mm, occupied);
    Retirement first = new Retirement(empty);
    Retirement second = new Retirement(occupied);
    mm.reserve();
    try {
      mm.beginSection();
      strategy.retire(mm, List.of(first, second));
    } finally {
      mm.writeUnlock();
    }
    if (stamp > 0) {
      strategy.endRead(occupied, stamp);
    }
    strategy.lookAgain(second);
    mm.takeNotices();
    mm.readLock();
    mm.readUnlock();
    StackReserve.probe();
  }
}
