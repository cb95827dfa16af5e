package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.space.index.AreaIndex;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Holds of several areas in one state of the space: no section came between them. Nothing is
 * allocated except this object, once.
 *
 * <pre>{@code
 * HoldSet<Segment> set = space.holds(2);
 * set.startRead(addresses);
 * try {
 *   Hold<Segment> from = set.hold(0); // from.isHeld() is false where nothing is mapped
 *   ...
 * } finally {
 *   set.endRead();
 * }
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class HoldSet<A> implements AutoCloseable {
  private static final int MOST_TRIES = 8;
  private static final long PAUSE = 100_000;

  private final Mm mm;
  private final AddressSpace<A> space;
  private final Hold<A>[] holds;
  private int size;

  @SuppressWarnings({"unchecked", "rawtypes"})
  HoldSet(AddressSpace<A> space, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a set needs room for at least 1 hold, got " + most);
    }
    this.space = space;
    this.mm = space.mm();
    this.holds = new Hold[most];
    for (int i = 0; i < most; i++) {
      holds[i] = space.hold();
    }
  }

  /**
   * Holds the areas that contain these addresses, all of one state; waits as {@link Hold#startRead}
   * does. If several addresses are in one area, it is held for each.
   *
   * @throws IllegalArgumentException if there are more addresses than this set has room for, or
   *     more of them in one area than it takes readers
   * @throws IllegalStateException if this is in use
   * @throws IllegalMonitorStateException if it would wait for a section that this thread has open
   */
  public void startRead(long... addresses) {
    Objects.requireNonNull(addresses, "addresses");
    if (addresses.length > holds.length) {
      throw new IllegalArgumentException(
          addresses.length + " addresses, and this set has room for " + holds.length);
    }
    if (size > 0) {
      throw new IllegalStateException("this set is in use: end it first");
    }
    endAll(); // left by an error that came before a hold was ended
    boolean started = false;
    try {
      for (int tries = 0; tries < MOST_TRIES && !started; tries++) {
        long before = mm.speculate();
        // After the last startRead: no section has begun since, so all are of the state before.
        started = (before & 1) == 0 && startAll(addresses, false) && mm.validate(before);
        if (!started) {
          endAll();
          space.count(Event.RETRY);
          Thread.onSpinWait();
        }
      }
      if (!started) {
        startLocked(addresses);
      }
      size = addresses.length;
      started = true;
    } finally {
      if (!started) { // an error: the caller that gets it does not end the holds that began
        endAll();
      }
    }
  }

  private void startLocked(long[] addresses) {
    long start = 0;
    boolean spoke = false;
    boolean interrupted = false;
    try {
      while (!startAllLocked(addresses)) {
        Vma full = full(addresses);
        endAll();
        if (start == 0) {
          start = System.nanoTime();
        } else if (!spoke && System.nanoTime() - start >= RetiredAreas.SECOND) {
          spoke = true;
          space.logFull(full);
        }
        LockSupport.parkNanos(this, PAUSE); // an area is full: looks again by itself
        interrupted |= Thread.interrupted(); // otherwise it would not park again
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean startAllLocked(long[] addresses) {
    space.count(Event.FALLBACK);
    MmapWait.readLock(space);
    try {
      return startAll(addresses, true);
    } finally {
      mm.readUnlock();
    }
  }

  /**
   * The area that was full, the first that is not held.
   *
   * @throws IllegalArgumentException if this set alone fills it, and so would wait for ever
   */
  private @Nullable Vma full(long[] addresses) {
    AreaIndex index = space.index();
    for (int i = 0; i < addresses.length; i++) {
      Vma vma = index.find(addresses[i]);
      if (vma != null && !holds[i].isHeld()) {
        int own = 0;
        for (int j = 0; j < i; j++) {
          own += holds[j].isHeld() && holds[j].vma() == vma ? 1 : 0;
        }
        int most = space.mostReaders();
        if (own >= most) {
          throw new IllegalArgumentException(
              (own + 1)
                  + " of the addresses or more are in "
                  + vma
                  + ", which takes "
                  + most
                  + " readers at once: hold it once for all of them, or raise Limits.readers");
        }
        return vma;
      }
    }
    return null; // a section came since
  }

  private boolean startAll(long[] addresses, boolean locked) {
    for (int i = 0; i < addresses.length; i++) {
      Outcome outcome =
          locked
              ? holds[i].attemptLocked(addresses[i], false)
              : holds[i].attempt(addresses[i], false);
      if (outcome == Outcome.CONTENDED) {
        return false;
      }
    }
    return true;
  }

  /**
   * The hold that goes with the i-th address; not held if nothing is mapped there. It belongs to
   * this set: it may be ended alone, but not started alone, as the next start of the set ends it.
   *
   * @throws IndexOutOfBoundsException if the set was not started with so many addresses
   */
  public Hold<A> hold(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("hold " + i + " of " + size);
    }
    return holds[i];
  }

  /** Ends all holds. */
  public void endRead() {
    size = 0;
    endAll();
  }

  private void endAll() {
    endFrom(0);
  }

  /** Ends each hold, even if an error ends another. */
  private void endFrom(int first) {
    int next = first;
    try {
      while (next < holds.length) {
        Hold<A> hold = holds[next++];
        if (hold.isHeld()) {
          hold.endRead();
        }
      }
    } finally {
      if (next < holds.length) {
        endFrom(next);
      }
    }
  }

  /** Ends all holds and forgets their areas. It may be started again. */
  @Override
  public void close() {
    size = 0;
    endAll();
    for (Hold<A> hold : holds) {
      hold.close();
    }
  }
}
