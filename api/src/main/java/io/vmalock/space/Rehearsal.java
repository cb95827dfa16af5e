package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Runs once, for each class of strategy, the steps that a commit cannot leave half done, on a
 * separate mm. This links their call sites and initializes their classes, which the JVM otherwise
 * does at the first call, deep in the stack and with allocation, where it may fail.
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
    // A harmless data race: a second rehearsal only costs time.
    if (!done[0]) {
      rehearse(strategy);
      done[0] = true;
    }
  }

  /**
   * The classes of this package: one whose initialization an error cut short could never be used
   * again.
   */
  private static final List<Class<?>> NEEDED =
      List.of(
          Area.class,
          AttachmentCounts.class,
          Commit.class,
          Event.class,
          Hold.class,
          HoldSet.class,
          HoldTracker.class,
          HoldTracker.Tracked.class,
          LargeFrame.class,
          MmapWait.class,
          Outcome.class,
          Piece.class,
          ReadSection.class,
          ReaderEntry.class,
          ReaderWait.class,
          ReadersInsideException.class,
          Release.class,
          Releaser.class,
          RetiredArea.class,
          RetiredAreas.class,
          RetiredAreas.Batch.class,
          SpaceEvents.class,
          SpaceLog.class,
          StackReserve.class,
          TreeView.class,
          WriteSection.class,
          WriteSection.Arrivals.class);

  private static void rehearse(VmaLockStrategy strategy) {
    for (Class<?> one : NEEDED) {
      initialize(one);
    }
    Mm mm = strategy.newMm();
    Vma empty = strategy.newVma(0, 1, null);
    Vma occupied = strategy.newVma(1, 2, null);
    mm.writeLock();
    try {
      strategy.attach(mm, List.of(empty, occupied));
    } finally {
      mm.writeUnlock();
    }
    Retirement first = new Retirement(empty);
    Retirement second = new Retirement(occupied);
    long stamp;
    mm.reserve();
    try {
      // Not before: a strategy whose holds keep writers out would wait for itself.
      stamp = strategy.startRead(mm, occupied);
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

  private static void initialize(Class<?> type) {
    try {
      MethodHandles.lookup().ensureInitialized(type);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it is of this package
    }
  }
}
