package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.space.index.AreaIndex;
import io.vmalock.space.index.Ranges;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reusable read hold: start it, read the area, end it, and start it again. Nothing is allocated
 * except this object.
 *
 * <pre>{@code
 * Hold<Segment> hold = space.hold();
 * if (hold.startRead(address)) {
 *   try {
 *     use(hold.attachment(), hold.offset(address));
 *   } finally {
 *     hold.endRead();
 *   }
 * }
 * }</pre>
 *
 * <p>Inside a hold its area stays as it is, with the same attachment, which is not released, even
 * if a section has meanwhile replaced or removed the area. No section waits for a hold, unless it
 * asks to by {@link WriteSection#writeHold}. So a thread inside a hold may read further areas. It
 * must not take the mmap lock again, and must not wait for an operation that waits for its hold: a
 * write-hold, a release, {@link AddressSpace#close(Duration)} (rule P7).
 *
 * <p>Between holds this object remembers the area, and finds it and its neighbours again without a
 * search, which helps a thread that stays in one area for long or goes from area to area. The area
 * is not collected before {@link #close} or the hold of another area.
 *
 * <p>For one thread at a time. If the strategy has {@link
 * io.vmalock.Capability#END_READ_ELSEWHERE}, a hold may be handed to another thread, with a
 * happens-before edge.
 */
public sealed class Hold<A> implements AutoCloseable permits LastingHold {
  /** As many moves in a row as make a scan. */
  private static final int SCAN = 0xf;

  /** In place of a stamp: nothing is held. */
  private static final long FREE = -1;

  private final AddressSpace<A> space;
  private final VmaLockStrategy strategy;
  private final Mm mm;

  /**
   * The area that is held or, between holds, was held last: the next hold is often of the same area
   * and then needs no search. Null at first and after {@link #close}.
   */
  private @Nullable Vma vma;

  /**
   * The way in the index to the area that a scan was in last; out of date or never set in other
   * use. A number, so that it keeps nothing from collection.
   */
  private long way;

  /**
   * The moves of late, a bit for each: 1 if it went to an area that is beside the one before. With
   * {@link #SCAN} set it is a scan. A few such moves are also what a reader of a few areas at
   * random makes, and a branch that is taken at random costs more than a search.
   */
  private int moves;

  /** The hold's stamp, or {@link #FREE}. */
  private long stamp = FREE;

  /** Whether the area is being read optimistically, without a hold. */
  private boolean optimistic;

  private long optimisticStamp;

  /** The tracker's record of this hold; null if the hold is not tracked. */
  private HoldTracker.@Nullable Tracked tracked;

  /** Whether the space counts or tracks. */
  private final boolean watched;

  Hold(AddressSpace<A> space) {
    this.space = space;
    this.watched = space.isWatched();
    this.strategy = space.strategy();
    this.mm = space.mm();
  }

  // ---- Starting and ending ----

  /**
   * Holds the area that contains {@code address}. Waits, uninterruptibly, while a section is
   * committing, the area is write-held, or its readers are at their limit (A1, A2, P5).
   *
   * @return whether there is such an area; if not, nothing is held
   * @throws IllegalStateException if this is in use
   * @throws IllegalMonitorStateException if it would wait for a section that this thread has open
   */
  public boolean startRead(long address) {
    requireFree();
    Outcome outcome = attempt(address, false);
    return outcome == Outcome.CONTENDED
        ? new ReaderEntry<>(this, address, false).enter()
        : outcome == Outcome.HELD;
  }

  /**
   * Holds the lowest area that ends above {@code address}: the one that contains it or else the
   * next. To walk the areas, start at 0 and go on at {@link #end}: the walk sees no gap that was
   * not there (A3). Waits as {@link #startRead} does.
   *
   * @return whether there is such an area; if not, nothing is held
   * @throws IllegalStateException as {@link #startRead} does
   * @throws IllegalMonitorStateException as {@link #startRead} does
   */
  public boolean startReadAtOrAfter(long address) {
    requireFree();
    Outcome outcome = attempt(address, true);
    return outcome == Outcome.CONTENDED
        ? new ReaderEntry<>(this, address, true).enter()
        : outcome == Outcome.HELD;
  }

  /**
   * Holds the area that contains {@code address} as {@link #startRead(long)} does, if that succeeds
   * in time.
   *
   * @param timeout the longest wait; zero or less tries once
   * @return {@link Outcome#CONTENDED} if the time is over
   * @throws InterruptedException if the thread was or is interrupted while it waits; nothing is
   *     held then
   * @throws IllegalStateException as {@link #startRead(long)} does
   * @throws IllegalMonitorStateException as {@link #startRead(long)} does
   */
  public Outcome startRead(long address, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    requireFree();
    Outcome outcome = attempt(address, false);
    return outcome == Outcome.CONTENDED
        ? new ReaderEntry<>(this, address, false).enter(AddressSpace.nanos(timeout))
        : outcome;
  }

  /**
   * Holds the area that contains {@code address} if this is possible without waiting.
   *
   * @throws IllegalStateException if this is in use
   */
  public Outcome tryStartRead(long address) {
    requireFree();
    return attempt(address, false);
  }

  /**
   * Begins to read the area that contains {@code address} without a hold. It stores to nothing
   * shared, no writer waits for it, and the reads count only if {@link #validate} says so.
   *
   * <pre>{@code
   * if (hold.startOptimistic(address)) {
   *   int length = hold.attachment().length();
   *   if (hold.validate()) {
   *     return length;
   *   }
   * }
   * ... // changed meanwhile, or not to be had now: startRead
   * }</pre>
   *
   * <p>In between the area may change or be unmapped, and its attachment may be released and
   * reused. So the reader must bear any mix of old and new values: check indices, bound loops, and
   * store nothing. It may read the heap, or memory that is not given back while a thread may look
   * ({@link AddressSpace.Builder#readableAfterRelease}).
   *
   * <p>Uses the strategy's {@link io.vmalock.Capability#OPTIMISTIC_READ}, or else speculation over
   * the whole space. Never waits.
   *
   * @return whether the read has begun; if not, no area contains the address, or a section is in
   *     the way: {@link #startRead(long)} tells which
   * @throws IllegalStateException if this is in use, or if the space releases what it maps and was
   *     not built with {@link AddressSpace.Builder#readableAfterRelease}
   */
  public boolean startOptimistic(long address) {
    requireFree();
    space.requireReadableAfterRelease();
    boolean perVma = space.isOptimisticPerVma();
    long speculation = perVma ? 0 : mm.speculate();
    Vma found = vma;
    long answer = VmaLockStrategy.DETACHED;
    if (perVma && found != null && found.contains(address)) {
      answer = strategy.startOptimistic(mm, found); // still attached, it is the one
    }
    if (answer == VmaLockStrategy.DETACHED) {
      AreaIndex index = space.index();
      Vma last = vma;
      found =
          last != null && isScan(last, address)
              ? beside(index, last, address, false)
              : index.find(address);
      if (found == null) {
        return false;
      }
      answer = perVma ? strategy.startOptimistic(mm, found) : ~speculation & 1;
    }
    if (answer <= 0) {
      return false;
    }
    if (vma != found) {
      vma = found;
    }
    optimisticStamp = perVma ? answer : speculation;
    optimistic = true;
    return true;
  }

  /**
   * Ends an optimistic read, and tells whether all reads since {@link #startOptimistic} saw one
   * consistent state of the area (rule O1). All reads are ordered before this call; afterwards
   * {@link #attachment} throws until the next start.
   *
   * @throws IllegalStateException if none was begun
   */
  public boolean validate() {
    Vma read = vma;
    if (read == null || !optimistic) {
      throw new IllegalStateException(
          "no optimistic read was begun: call startOptimistic first, and validate once (O1)");
    }
    optimistic = false;
    return space.isOptimisticPerVma()
        ? strategy.validate(mm, read, optimisticStamp)
        : mm.validate(optimisticStamp);
  }

  /**
   * Ends the hold.
   *
   * @throws IllegalStateException if there is none (M3)
   */
  public void endRead() {
    Vma held = vma;
    if (held == null || stamp == FREE) {
      throw notInUse();
    }
    // The stamp is forgotten last: an error that comes before the exit leaves a hold to be ended.
    try {
      strategy.endRead(held, stamp);
    } catch (InternalError e) {
      // The error is not the strategy's: the JVM reports a fault of the memory late, at a call in
      // the exit, before its last step or after it. With no reader inside it came after. Otherwise
      // the hold must still be ended, although it may have ended: then a second exit is refused, or
      // with other readers inside ends a hold of theirs.
      if (strategy.readers(held) == 0) {
        ended();
      }
      throw e;
    } catch (StackOverflowError e) {
      // A method of a JDK lock that has to reach its end, such as StampedLock.unlockRead, goes on
      // in a reserve of the stack, and HotSpot throws the error afterwards: when that method or,
      // where it is inlined, the compiled caller returns, out of reach of a strategy. Only that
      // late error has a message. One call tells, because the stack is near its end.
      if (e.getMessage() != null) {
        stamp = FREE;
        ended();
      }
      throw e;
    }
    stamp = FREE; // not by a call: that may need more stack than a compiled exit did
    if (tracked != null) {
      tracked.over = true; // likewise; if the next call fails, the tracker removes the record
      forgetTracked();
    }
  }

  private void ended() {
    stamp = FREE;
    if (tracked != null) {
      forgetTracked();
    }
  }

  private void forgetTracked() {
    HoldTracker.Tracked ended = tracked;
    tracked = null;
    HoldTracker tracker = space.tracker();
    if (ended != null && tracker != null) {
      tracker.ended(ended);
    }
  }

  /**
   * Ends the hold if there is one, and forgets its area, so that the area can be collected. The
   * hold may be started again.
   */
  @Override
  public void close() {
    if (isHeld()) {
      endRead();
    }
    optimistic = false;
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

  /** The attachment of the area: the object that it stands for. */
  public A attachment() {
    return TreeView.attachment(vma());
  }

  /**
   * The offset of {@code address} in the attachment, which stays right when the area is split,
   * merged, moved, grown or forked. The address is not checked: for one outside the area this is
   * the offset that it would have if the area reached so far.
   */
  public long offset(long address) {
    Vma held = vma();
    return held.offset() + (address - held.start());
  }

  /**
   * The area itself, for use with the strategy.
   *
   * @throws IllegalStateException if there is no hold
   */
  public Vma vma() {
    Vma held = vma;
    if (held == null || (stamp == FREE && !optimistic)) {
      throw notInUse();
    }
    return held;
  }

  /**
   * The stamp of the hold, above 0, for use with the strategy.
   *
   * @throws IllegalStateException if there is no hold
   */
  public long stamp() {
    if (stamp == FREE) {
      throw notInUse();
    }
    return stamp;
  }

  private static IllegalStateException notInUse() {
    return new IllegalStateException("this hold is not in use: start it first (M3)");
  }

  // ---- How ----

  /** One look-up that takes no mmap lock. */
  Outcome attempt(long address, boolean orNext) {
    AreaIndex index = null;
    Vma last = vma;
    Vma found = last;
    if (last == null || !last.contains(address)) {
      index = space.index();
      if (last != null && isScan(last, address)) {
        found = beside(index, last, address, orNext);
      } else {
        found = orNext ? index.atOrAfter(address) : index.find(address);
      }
    }
    // Otherwise it needs no index: if the area is still attached, it is the right one; if not, the
    // lock says so.
    for (int lookUps = 1; ; lookUps++) {
      if (found == null) {
        space.count(Event.MISS);
        return Outcome.UNMAPPED;
      }
      StackReserve.probeEnd(strategy); // with room for it now, there is room to end the hold
      long answer = strategy.startRead(mm, found);
      if (answer > 0) {
        started(found, answer, Event.HIT);
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

  /**
   * Notes a move out of the last area, and tells whether this hold scans: whether each of its last
   * moves was to an address within two lengths of the area before.
   */
  private boolean isScan(Vma last, long address) {
    long length = last.end() - last.start();
    // One comparison for two. A very long area makes it wrong, which costs time only.
    moves = moves << 1 | below(address - last.start() + 2 * length, 5 * length);
    return (moves & SCAN) == SCAN;
  }

  /** 1 if a is below b, unsigned, else 0: the borrow of a - b. */
  private static int below(long a, long b) {
    return (int) ((~a & b | (~a | b) & a - b) >>> 63);
  }

  /**
   * What the index finds at an address that is beside the last area. A scan gets there by a step
   * from entry to entry, without a search. The step is in the index as it is now, and from the last
   * area itself, so nothing lies between the two.
   */
  private @Nullable Vma beside(AreaIndex index, Vma last, long address, boolean orNext) {
    boolean up = Ranges.below(last.start(), address);
    int step = up ? 1 : -1;
    Vma found = index.neighbour(way, last, step);
    if (found != null
        && (found.contains(address) || (orNext && up && Ranges.below(address, found.start())))) {
      way += step;
      return found;
    }
    way = index.wayTo(address);
    found = index.at(way);
    return found != null
            && (found.contains(address) || (orNext && Ranges.below(address, found.end())))
        ? found
        : null;
  }

  /**
   * One look-up with the mmap lock held for reading: no section is committing, so only a full area
   * is refused.
   */
  Outcome attemptLocked(long address, boolean orNext) {
    AreaIndex index = space.index();
    Vma found = orNext ? index.atOrAfter(address) : index.find(address);
    if (found == null) {
      space.count(Event.MISS);
      return Outcome.UNMAPPED;
    }
    StackReserve.probeEnd(strategy);
    long answer = strategy.startReadLocked(mm, found);
    if (answer > 0) {
      started(found, answer, null);
      return Outcome.HELD;
    }
    if (answer == VmaLockStrategy.DETACHED) {
      throw new IllegalStateException(
          "strategy " + strategy.name() + " says of " + found + " that it is detached (P4)");
    }
    return Outcome.CONTENDED;
  }

  AddressSpace<A> space() {
    return space;
  }

  private void started(Vma found, long answer, @Nullable Event event) {
    stamp = answer; // first: an unrecorded hold could not be ended
    if (vma != found) { // a store of the same would cost a collector's barrier all the same
      vma = found;
    }
    if (watched) {
      boolean noted = false;
      try {
        note(found, event);
        noted = true;
      } finally {
        if (!noted) { // a caller that gets an error from a start does not end the hold
          strategy.endRead(found, answer);
          stamp = FREE;
        }
      }
    }
  }

  private void note(Vma found, @Nullable Event event) {
    if (event != null) {
      space.count(event);
    }
    HoldTracker tracker = space.tracker();
    if (tracker != null) {
      tracked = tracker.began(this, found);
    }
  }

  private void requireFree() {
    if (isHeld()) {
      throw new IllegalStateException(
          "this hold is in use, of " + vma + ": end it first, or take another from space.hold()");
    }
    if (optimistic) {
      throw new IllegalStateException(
          "this hold reads " + vma + " optimistically: validate first, or close it");
    }
  }
}
