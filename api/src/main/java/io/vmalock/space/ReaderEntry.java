package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.space.index.AreaIndex;
import java.util.concurrent.locks.LockSupport;

/**
 * The slow way into an area, for a reader that met a writer or a full area. It looks a few times
 * more, then takes the mmap lock for reading, only to look up under it.
 *
 * <p>At a full area it waits without the mmap lock, and wakes by itself, because leaving readers do
 * not know of waiting ones.
 */
final class ReaderEntry<A> {
  /** The number of looks while a section commits, which takes microseconds. */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

  private static final long NO_BOUND = Long.MAX_VALUE;
  private static final long SHORTEST_PAUSE = 20_000;
  private static final long LONGEST_PAUSE = 1_000_000;

  private final Hold<A> hold;
  private final AddressSpace<A> space;
  private final Mm mm;
  private final long address;
  private final boolean orNext;
  private final long start = System.nanoTime();

  ReaderEntry(Hold<A> hold, long address, boolean orNext) {
    this.hold = hold;
    this.space = hold.space();
    this.mm = space.mm();
    this.address = address;
    this.orNext = orNext;
  }

  /** Waits, uninterruptibly; returns whether an area is held. */
  boolean enter() {
    boolean interrupted = false;
    boolean spoke = false;
    try {
      Outcome outcome = spin();
      for (long pause = SHORTEST_PAUSE; outcome == Outcome.CONTENDED; ) {
        fallsBack();
        MmapWait.readLock(space);
        outcome = lookUpAndUnlock();
        if (outcome == Outcome.CONTENDED) {
          if (!spoke && System.nanoTime() - start >= RetiredAreas.SECOND) {
            spoke = true;
            AreaIndex index = space.index();
            space.logFull(orNext ? index.atOrAfter(address) : index.find(address));
          }
          LockSupport.parkNanos(this, pause); // full: looks again by itself
          interrupted |= Thread.interrupted();
          pause = Math.min(2 * pause, LONGEST_PAUSE);
          outcome = hold.attempt(address, orNext);
        }
      }
      return outcome == Outcome.HELD;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits at most {@code nanos} nanoseconds; returns CONTENDED if the time is over. */
  Outcome enter(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Outcome outcome = nanos <= 0 ? Outcome.CONTENDED : spin();
    for (long pause = SHORTEST_PAUSE; outcome == Outcome.CONTENDED && left(nanos) > 0; ) {
      fallsBack();
      if (!MmapWait.tryReadLock(space, left(nanos))) {
        break;
      }
      outcome = lookUpAndUnlock();
      if (outcome == Outcome.CONTENDED) {
        LockSupport.parkNanos(this, Math.min(pause, Math.max(1, left(nanos))));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        outcome = hold.attempt(address, orNext);
      }
    }
    return outcome;
  }

  private Outcome spin() {
    Outcome outcome = Outcome.CONTENDED;
    for (int i = 0;
        i < SPINS && outcome == Outcome.CONTENDED && !mm.isWriteLockedByCurrentThread();
        i++) {
      Thread.onSpinWait();
      outcome = hold.attempt(address, orNext);
    }
    return outcome;
  }

  private Outcome lookUpAndUnlock() {
    try {
      return hold.attemptLocked(address, orNext);
    } finally {
      mm.readUnlock();
    }
  }

  private void fallsBack() {
    space.count(Event.FALLBACK);
    SpaceEvents.fellBack(mm, address);
  }

  private long left(long nanos) {
    return nanos == NO_BOUND ? nanos : nanos - (System.nanoTime() - start);
  }
}
