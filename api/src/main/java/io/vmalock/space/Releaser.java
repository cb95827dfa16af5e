package io.vmalock.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one daemon thread of the process, {@value #NAME}, that looks after what spaces have retired:
 * it takes their notices, looks again where readers leave by blind stores, and runs releases.
 *
 * <p>It starts when a space needs it and ends when none has for some seconds. It is woken by a
 * notice ({@link io.vmalock.Mm#setListener}) and by {@link #attend}, and looks again by itself when
 * a space asked for it. While there was something to do a moment ago it looks again every {@link
 * #SOON}: to wake a thread costs a writer more than the rest of its commit, and a writer that comes
 * soon after another is spared that.
 */
final class Releaser implements Runnable {
  static final Releaser PROCESS = new Releaser();

  private static final String NAME = "vmalock-releases";
  private static final long IDLE_NANOS = 3_000_000_000L;
  private static final long SHORTEST_NAP = 100_000;

  /** How late a commit's releases may be for the sake of its writer: 2 ms. */
  static final long SOON = 2_000_000;

  /** So many looks in a row find nothing new before it sleeps for long. */
  private static final int LINGERS = 25;

  /** Guarded by this, as is the thread. */
  private final Set<RetiredAreas<?>> active = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Thread thread;

  /**
   * When it looks by itself, by {@link System#nanoTime}. Volatile, as is {@link #called}: who calls
   * stores that and reads this; the thread stores this, then reads that, and then parks. So the
   * caller finds how long it will sleep, or the thread finds that it was called.
   */
  private volatile long wakesAt;

  private volatile boolean called;

  private Releaser() {}

  /**
   * Looks after a space until nothing of it is retired. Comes after something was added to it.
   *
   * @param within how many nanoseconds the first look may be away
   */
  void attend(RetiredAreas<?> areas, long within) {
    if (!areas.attended) { // else it is active, and seen at the next look; see leave()
      synchronized (this) {
        active.add(areas);
        areas.mm().setListener(started());
        areas.attended = true;
      }
    }
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
      for (RetiredAreas<?> areas : active) { // the listener of those was another one
        areas.mm().setListener(current);
      }
    }
    return current;
  }

  /** Whether this is the thread that runs releases. */
  synchronized boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void run() {
    try {
      lookUntilIdle();
    } finally {
      // Where an error has ended it, it sleeps for ever to who calls: so that one starts another.
      wakesAt = System.nanoTime() + Long.MAX_VALUE / 2;
    }
  }

  private void lookUntilIdle() {
    long idleSince = System.nanoTime();
    int quiet = 0;
    while (true) {
      quiet = called ? 0 : quiet + 1;
      called = false; // before the look: who calls from here on is seen below
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
        nap = Math.min(nap, SOON); // who called may have seen that it was awake
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
   * Returns how long the space can be left alone.
   *
   * @param last whether a space of which nothing is left is not looked at again
   */
  private long look(RetiredAreas<?> areas, boolean last) {
    try {
      long nap = areas.attend();
      if (nap != RetiredAreas.NOTHING_LEFT) {
        return nap;
      }
      if (last) {
        leave(areas);
      }
      return IDLE_NANOS;
    } catch (Throwable e) { // that of one space keeps no other waiting
      SpaceLog.warn("looking after retired areas failed, and is tried again", e);
      return IDLE_NANOS / 3;
    }
  }

  /**
   * Looks at a space no more, if nothing of it is retired. Who retires first adds, in the space's
   * monitor, and then reads whether it is attended; this stores that it is not, and then looks, in
   * that monitor, whether something was added. So one of the two sees what the other did.
   */
  private synchronized void leave(RetiredAreas<?> areas) {
    areas.attended = false;
    if (areas.isEmpty()) {
      active.remove(areas);
      areas.mm().setListener(null);
    } else {
      areas.attended = true;
    }
  }
}
