package io.vmalock.space;

import io.vmalock.Misuse;
import io.vmalock.Vma;
import io.vmalock.space.index.Ranges;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Records which threads hold areas of a space; a space with tracking off has no tracker. */
final class HoldTracker {
  private static final int ONE_OF = 128;

  private final AddressSpace<?> space;
  private final boolean all;
  private final Set<Tracked> holds = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

  HoldTracker(AddressSpace<?> space, boolean all) {
    this.space = space;
    this.all = all;
  }

  /**
   * A hold of {@code vma}, or a read section if that is null, has begun.
   *
   * @return the record that {@link #ended} takes back; null if this hold is not tracked
   */
  @Nullable Tracked began(Object holder, @Nullable Vma vma) {
    if (!all && ThreadLocalRandom.current().nextInt(ONE_OF) != 0) {
      return null;
    }
    reportDropped();
    Tracked tracked = new Tracked(holder, dropped, vma);
    holds.add(tracked);
    return tracked;
  }

  void ended(Tracked tracked) {
    tracked.over = true; // a store cannot fail; the two calls after it can, at the end of the stack
    tracked.clear();
    holds.remove(tracked);
  }

  /**
   * Whether the thread is known to be inside a read section or, unless only those count, a hold.
   */
  boolean isInside(Thread thread, boolean onlySections) {
    if (all) {
      for (Tracked tracked : holds) {
        if (tracked.thread == thread && !tracked.over && (tracked.vma == null || !onlySections)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Logs, once each, holds that were dropped or whose thread has died. */
  void reportDropped() {
    for (Reference<?> one = dropped.poll(); one != null; one = dropped.poll()) {
      Tracked tracked = (Tracked) one;
      if (holds.remove(tracked) && !tracked.over) {
        report(tracked, "was dropped without an end");
      }
    }
  }

  /** Looks through all threads, too; for a wait, and for a caller that asks. */
  void reportLeaks() {
    reportDropped();
    for (Tracked tracked : holds) {
      if (tracked.over) {
        holds.remove(tracked); // left by an error in ended()
      } else if (!tracked.thread.isAlive() && !tracked.reported) {
        tracked.reported = true;
        report(tracked, "was not ended, and its thread has died");
      }
    }
  }

  private void report(Tracked tracked, String what) {
    SpaceLog.warn(
        () ->
            "LEAK: a hold " + tracked + " " + what + "; it keeps the area for ever. It began here:",
        tracked.where);
    SpaceEvents.leaked(space.mm(), tracked.vma, tracked.toString());
  }

  /** The holders of an area, or of any if it is null, for a message. */
  List<String> holders(@Nullable Vma vma) {
    List<String> found = new ArrayList<>();
    for (Tracked tracked : holds) {
      if (!tracked.over && (vma == null || tracked.vma == vma)) {
        found.add(tracked.toString());
      }
    }
    return found;
  }

  /** One hold. The area is kept by the hold itself anyway. */
  static final class Tracked extends PhantomReference<Object> {
    final Thread thread = Thread.currentThread();
    final long since = System.nanoTime();
    final Throwable where = new Throwable("the hold began here");
    final @Nullable Vma vma;
    volatile boolean reported;

    /** Set by the end of the hold; volatile, so that every thread's message leaves it out. */
    volatile boolean over;

    Tracked(Object holder, ReferenceQueue<Object> queue, @Nullable Vma vma) {
      super(holder, queue);
      this.vma = vma;
    }

    /** {@code of [0x1000, 0x3000) by thread main for 1.2 s, from Store.read(Store.java:12)}. */
    @Override
    public String toString() {
      return "of "
          + (vma == null ? "the mmap lock" : Ranges.toString(vma.start(), vma.end()))
          + " by "
          + Misuse.thread(thread)
          + " for "
          + (System.nanoTime() - since) / 100_000_000 / 10.0
          + " s, from "
          + caller();
    }

    private String caller() {
      for (StackTraceElement frame : where.getStackTrace()) {
        if (!frame.getClassName().startsWith("io.vmalock.space.")) {
          return frame.toString();
        }
      }
      return "an unknown place";
    }
  }
}
