package io.vmalock.space;

import io.vmalock.Mm;
import java.util.concurrent.locks.LockSupport;

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
   * @throws IllegalArgumentException if there are more addresses than this set has room for
   * @throws IllegalStateException if this is in use
   */
  public void startRead(long... addresses) {
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
    while (true) {
      space.count(Event.FALLBACK);
      mm.readLock();
      boolean all;
      try {
        all = startAll(addresses, true);
      } finally {
        mm.readUnlock();
      }
      if (all) {
        return;
      }
      endAll();
      LockSupport.parkNanos(this, PAUSE); // an area is full: looks again by itself
    }
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

  /** The hold that goes with the i-th address; not held if nothing is mapped there. */
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
