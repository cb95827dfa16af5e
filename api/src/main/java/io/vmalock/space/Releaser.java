package io.vmalock.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one daemon thread of the process, {@value #NAME}, that looks after retired areas: it takes
 * the notices of spaces, looks again where readers leave by blind stores, and runs releases.
 *
 * <p>It starts when a space needs it and ends when no space has needed it for some seconds. A
 * notice ({@link io.vmalock.Mm#setListener}) and {@link #attend} wake it, and it looks again by
 * itself when a space asked for it. If it had work a moment ago it looks again every {@link #SOON}:
 * waking a thread costs a writer more than the rest of its commit, and a writer that comes soon
 * after another is spared this.
 */
final class Releaser implements Runnable {
  static final Releaser PROCESS = new Releaser();

  private static final String NAME = "vmalock-releases";
  private static final long IDLE_NANOS = 3_000_000_000L;
  private static final long SHORTEST_NAP = 100_000;

  /** How late a commit's releases may be for the sake of its writer: 2 ms. */
  static final long SOON = 2_000_000;

  /**
   * The number of looks in a row without news before it sleeps for long, and at a space without
   * retired areas before it leaves that space.
   */
  private static final int LINGERS = 25;

  /** Guarded by this, as is the thread. */
  private final Set<RetiredAreas<?>> active = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Thread thread;

  /**
   * The time of its next look by itself, by {@link System#nanoTime}. Volatile, as is {@link
   * #called}: a caller stores {@code called} and reads this; the thread stores this, reads {@code
   * called}, and then parks. So the caller finds how long the thread will sleep, or the thread
   * finds that it was called.
   */
  private volatile long wakesAt;

  private volatile boolean called;

  private Releaser() {}

  /**
   * Starts to look after a space that may soon have a retired area, so that {@link #attend} has
   * nothing left to do that can fail. The caller holds the mmap lock for writing until it has added
   * the area, which keeps the space here; see {@link #leave}.
   */
  void expect(RetiredAreas<?> areas) {
    if (!areas.attended) { // otherwise it is active, and seen at the next look; see leave()
      synchronized (this) {
        active.add(areas);
        areas.mm().setListener(started());
        areas.attended = true;
      }
    }
  }

  /**
   * Looks after a space until nothing of it is retired. The caller has added a retired area before.
   *
   * @param within the most nanoseconds until the first look
   */
  void attend(RetiredAreas<?> areas, long within) {
    expect(areas);
    called = true;
    if (wakesAt - System.nanoTime() > within) {
      unpark();
    }
  }

  private synchronized void unpark() {
    LockSupport.unpark(started());
  }

  private Thread started() {
    Thread current = thread;
    if (current == null || !current.isAlive()) { // an error may have ended it
      current = new Thread(null, this, NAME, 0, false);
      current.setDaemon(true);
      current.setContextClassLoader(null);
      current.start();
      thread = current;
      for (RetiredAreas<?> areas : active) { // their listener was another thread
        areas.mm().setListener(current);
      }
    }
    return current;
  }

  /**
   * Whether this is the thread that runs releases. No monitor: that thread has taken it before any
   * release, after the thread that started it stored it, and only itself takes it away. Another
   * thread never finds itself.
   */
  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void run() {
    try {
      boolean ended = false;
      while (!ended) {
        try {
          lookUntilIdle();
          ended = true;
        } catch (Throwable e) {
          // The JVM is out of memory. No other thread need come to look after what is retired.
          LockSupport.parkNanos(this, SOON);
        }
      }
    } finally {
      // If an error has ended this thread, a caller reads that it sleeps for ever, and so starts
      // another.
      wakesAt = System.nanoTime() + Long.MAX_VALUE / 2;
    }
  }

  private void lookUntilIdle() {
    long idleSince = System.nanoTime();
    int quiet = 0;
    while (true) {
      quiet = called ? 0 : quiet + 1;
      called = false; // before the look: a caller from here on is seen below
      long nap = IDLE_NANOS / 3; // after an error it is tried again
      try {
        List<RetiredAreas<?>> all;
        synchronized (this) {
          all = new ArrayList<>(active);
        }
        nap = IDLE_NANOS;
        for (RetiredAreas<?> areas : all) {
          nap = Math.min(nap, look(areas, quiet >= LINGERS));
        }
        long now = System.nanoTime();
        if (!all.isEmpty()) {
          idleSince = now;
        } else if (now - idleSince >= IDLE_NANOS && ended()) {
          return;
        }
      } catch (Throwable e) { // out of memory, say
        SpaceLog.warn("looking after retired areas failed, and is tried again", e);
      }
      if (quiet < LINGERS) {
        nap = Math.min(nap, SOON);
      }
      wakesAt = System.nanoTime() + nap;
      if (called) {
        nap = Math.min(nap, SOON); // a caller may have seen that it was awake
      }
      if (nap > 0) {
        LockSupport.parkNanos(this, Math.max(nap, SHORTEST_NAP)); // woken by unpark, see above
      }
      Thread.interrupted(); // a release may have set it
    }
  }

  private synchronized boolean ended() {
    if (!active.isEmpty()) {
      return false;
    }
    thread = null;
    return true;
  }

  /**
   * Returns how long the space can be left alone. The sections of one must not keep the others
   * here, which their owners may have closed or dropped: each has its own count of looks, too, and
   * a closed one none.
   *
   * @param last whether a space without retired areas is not looked at again in any case
   */
  private long look(RetiredAreas<?> areas, boolean last) {
    try {
      long nap = areas.attend();
      if (nap != RetiredAreas.NOTHING_LEFT) {
        areas.quiet = 0;
        return nap;
      }
      if (last || areas.isClosed() || ++areas.quiet > LINGERS) {
        areas.quiet = 0;
        leave(areas);
      }
      return IDLE_NANOS;
    } catch (Throwable e) { // the error of one space keeps no other waiting
      SpaceLog.warn("looking after retired areas failed, and is tried again", e);
      return IDLE_NANOS / 3;
    }
  }

  /**
   * Stops looking at a space, if nothing of it is retired, and no section is open that might retire
   * something. A thread that retires adds the area, in the space's monitor, and then reads whether
   * the space is attended. This stores that it is not, and then looks, in that monitor, for added
   * areas. So one of the two sees the other's step. Likewise a section takes the mmap lock and then
   * reads whether the space is attended, and this looks at the mmap lock after its store. It looks
   * there first: a lock that it finds free again was released after the area was added.
   */
  private synchronized void leave(RetiredAreas<?> areas) {
    areas.attended = false;
    if (!areas.mm().isWriteLocked() && areas.isEmpty()) {
      active.remove(areas);
      areas.mm().setListener(null);
    } else {
      areas.attended = true;
    }
  }
}
