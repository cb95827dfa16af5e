package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.space.index.AreaIndex;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place for one read hold: start it, read the area, end it, and start it again. Nothing is
 * allocated but the object itself.
 *
 * <pre>{@code
 * Hold<Segment> hold = space.hold();
 * if (hold.startRead(address)) {
 *   try {
 *     use(hold.attachment(), address - hold.start());
 *   } finally {
 *     hold.endRead();
 *   }
 * }
 * }</pre>
 *
 * <p>Inside a hold its area stays as it is: mapped, with the same attachment. A writer that wants
 * it waits. So a thread inside a hold must wait for nothing that a writer of the space may hold: it
 * reads further areas by {@link #tryRead} or by {@link #tryStartRead} of another {@code Hold} (rule
 * P7).
 *
 * <p>Between holds it remembers the area, which so is not collected before {@link #close} or the
 * hold of another one, and finds it again without a search: worth while for a thread that stays in
 * one area for long.
 *
 * <p>For one thread at a time. It may be handed to another, with a happens-before edge, where the
 * strategy has {@link io.vmalock.Capability#END_READ_ELSEWHERE}.
 */
public final class Hold<A> implements AutoCloseable {
  /** In place of a stamp: nothing is held. */
  private static final long FREE = -1;

  private final AddressSpace<A> space;
  private final VmaLockStrategy strategy;
  private final Mm mm;

  /**
   * The area that is held or, between holds, was held last: the next is often the same, and need
   * not be searched for. Null at first and after {@link #close}.
   */
  private @Nullable Vma vma;

  /**
   * The hold's stamp; 0 if the mmap lock, held for reading, keeps the area in its stead; or {@link
   * #FREE}.
   */
  private long stamp = FREE;

  /**
   * The count of holds that this one is in, of the thread that started it; null if none is kept.
   */
  private @Nullable AtomicInteger counted;

  Hold(AddressSpace<A> space) {
    this.space = space;
    this.strategy = space.strategy();
    this.mm = space.mm();
  }

  // ---- Starting and ending ----

  /**
   * Holds the area that contains {@code address}; waits for the mmap lock, uninterruptibly, if the
   * area cannot be had at once (A1, A2, P5).
   *
   * @return whether there is such an area; if not, nothing is held
   * @throws IllegalStateException if this is in use; if the space checks holds, also if the thread
   *     is inside one of its holds (P7)
   * @throws IllegalMonitorStateException if it would wait for a section that this thread has open
   */
  public boolean startRead(long address) {
    requireFree();
    space.checkMayWait();
    Outcome outcome = attempt(address, false);
    return outcome == Outcome.CONTENDED ? fallBack(address, false) : outcome == Outcome.HELD;
  }

  /**
   * Holds the lowest area that ends above {@code address}: the one that contains it or else the
   * next. To walk the areas, start at 0 and go on at {@link #end}: no gap is seen that was not
   * there (A3). Waits as {@link #startRead} does.
   *
   * @return whether there is such an area; if not, nothing is held
   * @throws IllegalStateException as {@link #startRead} does
   * @throws IllegalMonitorStateException as {@link #startRead} does
   */
  public boolean startReadAtOrAfter(long address) {
    requireFree();
    space.checkMayWait();
    Outcome outcome = attempt(address, true);
    return outcome == Outcome.CONTENDED ? fallBack(address, true) : outcome == Outcome.HELD;
  }

  /**
   * Holds the area that contains {@code address} if that needs no waiting.
   *
   * @throws IllegalStateException if this is in use
   */
  public Outcome tryStartRead(long address) {
    requireFree();
    return attempt(address, false);
  }

  /**
   * Ends the hold.
   *
   * @throws IllegalStateException if there is none (M3)
   */
  public void endRead() {
    Vma held = vma();
    long ended = stamp;
    stamp = FREE;
    AtomicInteger count = counted;
    if (count != null) {
      counted = null;
      count.decrementAndGet();
    }
    if (ended > 0) {
      strategy.endRead(held, ended);
    } else {
      mm.readUnlock();
    }
  }

  /**
   * Ends the hold if there is one, and forgets its area: between holds this remembers the last one,
   * which is not collected until then. It may be started again.
   */
  @Override
  public void close() {
    if (isHeld()) {
      endRead();
    }
    vma = null;
  }

  // ---- The area that is held ----

  /** Whether an area is held. */
  public boolean isHeld() {
    return stamp != FREE;
  }

  /** The first address of the area, unsigned. */
  public long start() {
    return vma().start();
  }

  /** The first address after the area, unsigned. */
  public long end() {
    return vma().end();
  }

  /** What the area stands for. */
  public A attachment() {
    return TreeView.attachment(vma());
  }

  /**
   * The area itself, for use with the strategy.
   *
   * @throws IllegalStateException if there is no hold
   */
  public Vma vma() {
    Vma held = vma;
    if (held == null || stamp == FREE) {
      throw new IllegalStateException("this hold is not in use: start it first (M3)");
    }
    return held;
  }

  /**
   * The stamp of the hold, above 0; or 0 where the area's readers were at their limit, and the mmap
   * lock is held for reading in its place.
   *
   * @throws IllegalStateException if there is no hold
   */
  public long stamp() {
    vma();
    return stamp;
  }

  /**
   * Reads another address, or this one again, from inside a hold: only tries, and takes no mmap
   * lock (P7).
   *
   * @param reader gets a hold of its own, which ends when it returns or throws
   */
  public <R> Attempt<R> tryRead(long address, Function<? super Hold<A>, ? extends R> reader) {
    return space.tryRead(address, reader);
  }

  // ---- How ----

  private Outcome attempt(long address, boolean orNext) {
    AreaIndex index = null;
    Vma found = vma;
    if (found == null || !found.contains(address)) {
      index = space.index();
      found = orNext ? index.atOrAfter(address) : index.find(address);
    }
    // Else it needs no index: still attached, it is the one; and if not, the lock says so.
    for (int lookUps = 1; ; lookUps++) {
      if (found == null) {
        space.count(Event.MISS);
        return Outcome.UNMAPPED;
      }
      long answer = strategy.startRead(mm, found);
      if (answer > 0) {
        space.count(Event.HIT);
        started(found, answer);
        return Outcome.HELD;
      }
      if (answer == VmaLockStrategy.CONTENDED) {
        space.count(Event.CONTENDED);
        return Outcome.CONTENDED;
      }
      space.count(Event.DETACHED);
      // The index shows a section's changes when it ends. Unchanged, it would give the same answer
      // until then; changed each time, it is churn, which the mmap lock cuts short (P5).
      AreaIndex newer = space.index();
      if (newer == index || lookUps == AddressSpace.MOST_LOOK_UPS) {
        return Outcome.CONTENDED;
      }
      space.count(Event.RETRY);
      index = newer;
      found = orNext ? index.atOrAfter(address) : index.find(address);
    }
  }

  private boolean fallBack(long address, boolean orNext) {
    space.count(Event.FALLBACK);
    mm.readLock();
    boolean keep = false;
    try {
      AreaIndex index = space.index();
      Vma found = orNext ? index.atOrAfter(address) : index.find(address);
      if (found == null) {
        space.count(Event.MISS);
        return false;
      }
      long answer = strategy.startReadLocked(mm, found);
      if (answer == VmaLockStrategy.DETACHED) {
        throw new IllegalStateException(
            "strategy " + strategy.name() + " says of " + found + " that it is detached (P4)");
      }
      keep = answer == VmaLockStrategy.CONTENDED; // full: the mmap lock serves as well
      started(found, answer);
      return true;
    } finally {
      if (!keep) {
        mm.readUnlock();
      }
    }
  }

  private void started(Vma found, long answer) {
    if (vma != found) { // a store of the same would cost a collector's barrier all the same
      vma = found;
    }
    stamp = answer;
    AtomicInteger count = space.enter();
    if (count != null) {
      counted = count;
    }
  }

  private void requireFree() {
    if (isHeld()) {
      throw new IllegalStateException(
          "this hold is in use, of " + vma + ": end it first, or take another from space.hold()");
    }
  }
}
