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
 * a space asked for it.
 */
final class Releaser implements Runnable {
  static final Releaser PROCESS = new Releaser();

  private static final String NAME = "vmalock-releases";
  private static final long IDLE_NANOS = 3_000_000_000L;
  private static final long SHORTEST_NAP = 100_000;

  /** Guarded by this, as is the thread. */
  private final Set<RetiredAreas<?>> active = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Thread thread;

  private Releaser() {}

  /** Looks after a space until nothing of it is retired. */
  void attend(RetiredAreas<?> areas) {
    Thread current;
    synchronized (this) {
      active.add(areas);
      current = started();
      areas.mm().setListener(current);
    }
    LockSupport.unpark(current);
  }

  private Thread started() {
    Thread current = thread;
    if (current == null || !current.isAlive()) { // an error may have ended it
      current = new Thread(null, this, NAME, 0, false);
      current.setDaemon(true);
      current.setContextClassLoader(null);
      current.start();
      thread = current;
    }
    return current;
  }

  /** Whether this is the thread that runs releases. */
  synchronized boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void run() {
    long idleSince = System.nanoTime();
    while (true) {
      long nap = IDLE_NANOS / 3; // after an error it is tried again
      try {
        List<RetiredAreas<?>> all;
        synchronized (this) {
          all = new ArrayList<>(active);
        }
        nap = IDLE_NANOS;
        for (RetiredAreas<?> areas : all) {
          nap = Math.min(nap, look(areas));
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

  /** Returns how long the space can be left alone. */
  private long look(RetiredAreas<?> areas) {
    try {
      long nap = areas.attend();
      if (nap != RetiredAreas.NOTHING_LEFT) {
        return nap;
      }
      synchronized (this) {
        if (areas.isEmpty()) { // attend() of this class comes after something was added
          active.remove(areas);
          areas.mm().setListener(null);
        }
      }
      return IDLE_NANOS;
    } catch (Throwable e) { // that of one space keeps no other waiting
      SpaceLog.warn("looking after retired areas failed, and is tried again", e);
      return IDLE_NANOS / 3;
    }
  }
}
