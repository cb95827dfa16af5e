package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.VmaLockStrategy;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a space has retired and not yet released. An area is here from before the first visible step
 * of its commit, so that an error after it loses nothing: whoever looks here next goes on.
 *
 * <p>Thread-safe. Its monitor is held for short, and no caller's code runs under it; {@link
 * AttachmentCounts} is locked inside it.
 */
final class RetiredAreas<A> {
  /** The answer of {@link #attend} where nothing is retired. */
  static final long NOTHING_LEFT = Long.MAX_VALUE;

  private static final System.Logger LOGGER = System.getLogger("io.vmalock.space");

  /**
   * A second, after which a last exit that an error cut short is found, and a silent wait speaks.
   */
  static final long SECOND = 1_000_000_000L;

  /** A look again costs at most this part of a processor: 0.5 %. */
  private static final long REST = 200;

  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final @Nullable AttachmentCounts<A> counts;
  private final @Nullable Executor executor;
  private final Retention retention;
  private final long noticeDelay;

  // ---- Guarded by this ----

  private @Nullable RetiredArea<A> first;
  private int size;
  private long weight;

  /** Whose releases are to be run by {@link Releaser}, linked by nextDue. */
  private @Nullable RetiredArea<A> due;

  private long total;
  private long releasedTotal;
  private long warned;
  private int waiting;

  RetiredAreas(
      VmaLockStrategy strategy,
      Mm mm,
      @Nullable AttachmentCounts<A> counts,
      @Nullable Executor executor,
      Retention retention) {
    this.strategy = strategy;
    this.mm = mm;
    this.counts = counts;
    this.executor = executor;
    this.retention = retention;
    long delay = strategy.noticeDelay().toNanos();
    this.noticeDelay = delay == 0 ? SECOND : delay;
  }

  Mm mm() {
    return mm;
  }

  // ---- A commit ----

  /**
   * Takes areas in that a commit is about to retire.
   *
   * @param closing whether no limit refuses them
   * @throws IllegalStateException if that would be too many, and the policy says so
   */
  synchronized void add(List<RetiredArea<A>> areas, boolean closing) {
    long more = 0;
    for (RetiredArea<A> area : areas) {
      more += area.weight;
    }
    if (!closing
        && retention.atLimit() == AtLimit.THROW
        && exceeds(size + (long) areas.size(), weight + more)) {
      throw new IllegalStateException(full() + ": nothing was changed");
    }
    long now = System.nanoTime();
    for (RetiredArea<A> area : areas) {
      area.since = now;
      area.nextLook = now + noticeDelay;
      area.after = first;
      if (first != null) {
        first.before = area;
      }
      first = area;
    }
    size += areas.size();
    weight += more;
    total += areas.size();
  }

  /** Takes those out again that were not retired after all. */
  synchronized void withdrawUnbegun(List<RetiredArea<A>> areas) {
    for (RetiredArea<A> area : areas) {
      if (area.mm() == null) {
        unlink(area);
        area.setReleased();
        total--;
      }
    }
  }

  /** The areas in here that have one of these attachments, and so may have readers of them. */
  synchronized List<RetiredArea<A>> sharing(Predicate<? super A> attachments) {
    List<RetiredArea<A>> found = new ArrayList<>();
    for (RetiredArea<A> area = first; area != null; area = area.after) {
      if (attachments.test(area.attachment())) {
        found.add(area);
      }
    }
    return found;
  }

  /**
   * After a commit has released the mmap lock: settles what nobody is inside of, and has the rest
   * looked after.
   */
  void committed(List<RetiredArea<A>> areas) {
    RetiredArea<A> todo = null;
    synchronized (this) {
      for (RetiredArea<A> area : areas) {
        area.committed = true;
        if (area.isDrainedAtOnce()) {
          todo = settle(area, todo);
        }
      }
    }
    runAll(todo);
    if (!isEmpty()) {
      Releaser.PROCESS.attend(this);
    }
  }

  // ---- Settling ----

  /** Takes the notices that were given, and settles their areas. */
  void settleNotices() {
    RetiredArea<A> todo = null;
    synchronized (this) {
      for (Retirement one = mm.takeNotices(); one != null; one = one.next()) {
        todo = settle(own(one), todo);
      }
    }
    runAll(todo);
  }

  /** Sound: a space's mm retires only what the space's sections retire. */
  @SuppressWarnings("unchecked")
  private RetiredArea<A> own(Retirement retirement) {
    return (RetiredArea<A>) retirement;
  }

  /** Takes a drained area off its attachment's count; returns the list of releases to run. */
  private @Nullable RetiredArea<A> settle(RetiredArea<A> area, @Nullable RetiredArea<A> todo) {
    if (area.settled) {
      return todo;
    }
    area.settled = true;
    if (counts != null && counts.remove(area.attachment())) {
      area.nextDue = todo;
      return area;
    }
    finished(area);
    return todo;
  }

  private void runAll(@Nullable RetiredArea<A> todo) {
    boolean left = false;
    for (RetiredArea<A> area = todo; area != null; ) {
      RetiredArea<A> next = area.nextDue;
      left |= !handedOver(area);
      area = next;
    }
    if (left) {
      Releaser.PROCESS.attend(this);
    }
  }

  private boolean handedOver(RetiredArea<A> area) {
    if (executor != null) {
      try {
        executor.execute(area);
        return true;
      } catch (RuntimeException | Error e) { // rejected, or out of threads
        LOGGER.log(Level.DEBUG, "the executor rejected a release; the daemon thread runs it", e);
      }
    }
    synchronized (this) {
      area.nextDue = due;
      due = area;
    }
    return false;
  }

  /** Has an attachment released that no area of the space ever had: made or mapped in vain. */
  void releaseUnmapped(A attachment) {
    AtomicBoolean begun = new AtomicBoolean(); // an executor may throw after it has run it
    Runnable task =
        () -> {
          try {
            if (counts != null && begun.compareAndSet(false, true)) {
              counts.release(attachment);
            }
          } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "the release of " + attachment + " threw", e);
          }
        };
    if (executor != null) {
      try {
        executor.execute(task);
        return;
      } catch (RuntimeException | Error e) {
        LOGGER.log(Level.DEBUG, "the executor rejected a release; the daemon thread runs it", e);
      }
    }
    Releaser.PROCESS.execute(task);
  }

  /**
   * Runs one release, and reports what it throws. Of several calls for one area, as by an executor
   * that threw after it had run it, one runs it.
   */
  void release(RetiredArea<A> area) {
    if (!mayRelease(area)) {
      return;
    }
    A attachment = area.attachment();
    try {
      if (counts != null) {
        counts.release(attachment);
      }
    } catch (Throwable e) {
      LOGGER.log(
          Level.WARNING,
          "the release of " + attachment + " of " + area.vma() + " threw; it counts as released",
          e);
    } finally {
      synchronized (this) {
        area.ran = true;
        area.runner = null;
        finished(area);
      }
      SpaceEvents.released(mm, area.vma(), System.nanoTime() - area.since);
    }
  }

  private synchronized boolean mayRelease(RetiredArea<A> area) {
    if (area.begun) {
      if (area.ran) {
        finished(area); // which an error had cut short
      }
      return false;
    }
    area.begun = true;
    area.runner = Thread.currentThread();
    return true;
  }

  /** Caller has the monitor. */
  private void finished(RetiredArea<A> area) {
    if (!area.isReleased()) {
      unlink(area);
      area.setReleased();
      releasedTotal++;
      if (waiting > 0) {
        notifyAll(); // wakes await()
      }
    }
  }

  private void unlink(RetiredArea<A> area) {
    if (area.before != null) {
      area.before.after = area.after;
    } else {
      first = area.after;
    }
    if (area.after != null) {
      area.after.before = area.before;
    }
    area.before = null;
    area.after = null;
    size--;
    weight -= area.weight;
  }

  // ---- The daemon ----

  /** One look of {@link Releaser}; returns how many nanoseconds it may stay away. */
  long attend() {
    settleNotices();
    for (RetiredArea<A> area = takeDue(); area != null; area = takeDue()) {
      release(area);
      settleNotices();
    }
    long began = System.nanoTime();
    long nap = SECOND;
    List<RetiredArea<A>> looked = new ArrayList<>();
    synchronized (this) {
      for (RetiredArea<A> area = first; area != null; area = area.after) {
        // An area is here before its commit retires it, with the mmap lock held. A free mmap lock,
        // seen after the area was, says that this is over; a held one may be another section's, and
        // then the look is late by that section.
        if (!area.settled && (area.committed || !mm.isWriteLocked())) {
          if (area.nextLook - began <= 0) {
            looked.add(area);
          } else {
            nap = Math.min(nap, area.nextLook - began);
          }
        }
      }
    }
    for (RetiredArea<A> area : looked) {
      boolean drained = strategy.lookAgain(area);
      long now = System.nanoTime();
      synchronized (this) {
        area.nextLook = now + Math.max(noticeDelay, (now - area.since) / 100);
      }
      nap = drained ? 0 : Math.min(nap, area.nextLook - now);
    }
    if (!looked.isEmpty()) {
      settleDrained(looked);
      nap = Math.max(nap, (System.nanoTime() - began) * REST);
    }
    return isEmpty() ? NOTHING_LEFT : nap;
  }

  /** Settles areas that were ended at once by a commit that an error then cut short, too. */
  private void settleDrained(List<RetiredArea<A>> areas) {
    RetiredArea<A> todo = null;
    synchronized (this) {
      for (RetiredArea<A> area : areas) {
        if (area.isDrained()) {
          todo = settle(area, todo);
        }
      }
    }
    runAll(todo);
  }

  private synchronized @Nullable RetiredArea<A> takeDue() {
    RetiredArea<A> area = due;
    if (area != null) {
      due = area.nextDue;
    }
    return area;
  }

  // ---- Waiting ----

  /**
   * Waits until none of these is left, without a lock. Woken by {@link #finished}.
   *
   * @param nanos {@link Long#MAX_VALUE} for no bound; logs after a second what it waits for
   * @return whether none is left
   */
  boolean await(List<RetiredArea<A>> areas, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    settleNotices();
    if (Releaser.PROCESS.isCurrentThread() && areas.stream().anyMatch(one -> !one.isReleased())) {
      throw new IllegalStateException(
          "a release waits for another, which only this thread would run: let it return first, or"
              + " give the space an executor (P7)");
    }
    long start = System.nanoTime();
    boolean spoke = false;
    for (RetiredArea<A> area : areas) {
      while (!area.isReleased()) {
        settleDrained(areas); // an error may have kept a commit from it
        Releaser.PROCESS.attend(this);
        long waited = System.nanoTime() - start;
        if (waited >= nanos) {
          return false;
        }
        if (!spoke && nanos == Long.MAX_VALUE && waited >= SECOND) {
          spoke = true;
          LOGGER.log(Level.WARNING, "waiting for a release for a second: " + describe(area));
        }
        synchronized (this) {
          waiting++;
          try {
            if (!area.isReleased()) {
              wait(Math.max(1, Math.min(SECOND, nanos - waited) / 1_000_000));
            }
          } finally {
            waiting--;
          }
        }
      }
    }
    return true;
  }

  /** Whether a section that opens now waits for room. A release that opens one does not. */
  boolean mustAwaitRoom() {
    return retention.atLimit() == AtLimit.WAIT && isFull() && !isReleasing();
  }

  /**
   * Before a section takes the mmap lock: keeps the policy of {@link Retention}. Waits
   * uninterruptibly.
   */
  void awaitRoom() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          awaitRoom(Long.MAX_VALUE);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * As {@link #awaitRoom()}, for as long as {@code nanos}; {@link Long#MAX_VALUE} for no bound.
   *
   * @return whether a section may open
   */
  boolean awaitRoom(long nanos) throws InterruptedException {
    if (!isFull()) {
      return true;
    }
    settleNotices();
    if (retention.atLimit() == AtLimit.WARN && isFull()) {
      warn();
    }
    long start = System.nanoTime();
    while (mustAwaitRoom()) {
      long waited = System.nanoTime() - start;
      if (waited >= nanos) {
        return false;
      }
      if (waited >= SECOND) {
        warn();
      }
      Releaser.PROCESS.attend(this);
      synchronized (this) {
        waiting++;
        try {
          if (exceeds(size + 1L, weight)) {
            wait(Math.max(1, Math.min(SECOND, nanos - waited) / 1_000_000)); // by finished()
          }
        } finally {
          waiting--;
        }
      }
      settleNotices();
    }
    return true;
  }

  /** Whether this thread runs a release of this space: then it must not wait for releases. */
  private boolean isReleasing() {
    if (Releaser.PROCESS.isCurrentThread()) {
      return true;
    }
    Thread current = Thread.currentThread();
    synchronized (this) {
      for (RetiredArea<A> area = first; area != null; area = area.after) {
        if (area.runner == current) {
          return true;
        }
      }
    }
    return false;
  }

  private synchronized void warn() {
    long now = System.nanoTime();
    if (warned == 0 || now - warned >= SECOND) {
      warned = now;
      LOGGER.log(Level.WARNING, full());
    }
  }

  private synchronized boolean isFull() {
    return exceeds(size + 1L, weight);
  }

  private boolean exceeds(long areas, long weighing) {
    return areas > retention.areas() || weighing > retention.weight();
  }

  private synchronized String full() {
    return size
        + " areas of weight "
        + weight
        + " are retired and not released, and "
        + retention.areas()
        + " of weight "
        + retention.weight()
        + " are allowed; the oldest: "
        + (oldest() == null ? "none" : describe(oldest()))
        + ": end the holds, speed the releases up, or raise Retention";
  }

  private @Nullable RetiredArea<A> oldest() {
    RetiredArea<A> oldest = first;
    for (RetiredArea<A> area = first; area != null; area = area.after) {
      oldest = area;
    }
    return oldest;
  }

  // ---- Looking ----

  synchronized boolean isEmpty() {
    return size == 0;
  }

  synchronized int size() {
    return size;
  }

  synchronized long total() {
    return total;
  }

  synchronized long releasedTotal() {
    return releasedTotal;
  }

  /** All that is here, the oldest last. */
  synchronized List<RetiredArea<A>> all() {
    return sharing(attachment -> true);
  }

  /** {@code [0x1000, 0x3000) retired 1.3 s ago, 1 reader inside}. */
  String describe(RetiredArea<A> area) {
    int readers = strategy.readers(area.vma());
    return area.vma()
        + " "
        + (System.nanoTime() - area.since) / 100_000_000 / 10.0
        + " s ago, "
        + (area.isDrained()
            ? "its release has not run"
            : readers + (readers == 1 ? " reader inside" : " readers inside"));
  }
}
