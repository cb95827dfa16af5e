package io.vmalock.space;

import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The areas that a space has retired and not yet released, and the attachments of its sections that
 * no area had in the end. An area is here from before the first visible step of its commit, so an
 * error after that step loses nothing: the next thread that looks here goes on.
 *
 * <p>Thread-safe. Its monitor is held for a short time, and no caller's code runs under it; {@link
 * AttachmentCounts} is locked inside it. A look without the monitor says why it needs none: a
 * commit and the wait for its releases would otherwise take it a dozen times.
 */
final class RetiredAreas<A> {
  /** The answer of {@link #attend} if nothing is left. */
  static final long NOTHING_LEFT = Long.MAX_VALUE;

  /**
   * One second: the delay until a look finds a last exit that an error cut short, and until a wait
   * logs.
   */
  static final long SECOND = 1_000_000_000L;

  /** The most CPU time that looks may take: 0.5 % of a processor. */
  private static final long REST = 200;

  /** The threads that run a release, of any space: they must not wait for releases. */
  private static final Set<Thread> RELEASING = ConcurrentHashMap.newKeySet();

  private static final VarHandle SIZE;
  private static final VarHandle WEIGHT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SIZE = lookup.findVarHandle(RetiredAreas.class, "size", int.class);
      WEIGHT = lookup.findVarHandle(RetiredAreas.class, "weight", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final @Nullable AttachmentCounts<A> counts;
  private final @Nullable Executor executor;
  private final Retention retention;
  private final long noticeDelay;

  /**
   * Whether {@link Releaser} looks here; written by the releaser. Volatile, see {@code
   * Releaser.leave}: a thread that adds an area reads it afterwards.
   */
  volatile boolean attended;

  /** The looks in a row that found nothing left; for the thread of {@link Releaser} alone. */
  int quiet;

  // ---- Guarded by this ----

  /** The releases that are not done, the newest first. */
  private @Nullable Release<A> first;

  /** Stored by {@link #add(int, long)} alone, since it is also read without the monitor. */
  private int size;

  private long weight;

  /** The releases for the executor, linked by nextDue. */
  private @Nullable Release<A> due;

  /** The releases for {@link Releaser}, linked by nextDue. */
  private @Nullable Release<A> own;

  /** Whether the last section has come. */
  private boolean closed;

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

  /** Whether the space's last section has come, so that few retired areas or none come after. */
  synchronized boolean isClosed() {
    return closed;
  }

  // ---- A section: under the mmap lock, with nothing allocated where it says so ----

  /**
   * Makes {@link Releaser} look here, if releases are its work: a section that may retire an area
   * calls this before its first visible step, because it may need a thread or memory.
   */
  void expectReleases() {
    if (counts != null && executor == null) {
      Releaser.PROCESS.expect(this);
    }
  }

  /**
   * The retirements of a commit, for {@link #add}.
   *
   * @param areas their number
   * @param more the number of further releases that its {@link Commit} waits for
   */
  Batch<A> batch(int areas, int more) {
    return new Batch<>(this, areas, more);
  }

  /**
   * The areas that a commit is about to retire. They are linked to each other when they are made,
   * since a further look at each of millions takes long.
   */
  static final class Batch<A> {
    final List<RetiredArea<A>> areas;

    /** Their releases. */
    final List<Release<A>> releases;

    private final RetiredAreas<A> home;
    private final long now = System.nanoTime();
    private @Nullable Release<A> first;
    private @Nullable Release<A> last;
    private long weight;

    private Batch(RetiredAreas<A> home, int areas, int more) {
      this.home = home;
      this.areas = new ArrayList<>(areas);
      this.releases = new ArrayList<>(areas + more);
    }

    void add(Vma vma, long weight) {
      RetiredArea<A> area = new RetiredArea<>(vma, home, weight);
      area.nextLook = now + home.noticeDelay;
      Release<A> release = area.release;
      release.since = now;
      release.listed = true;
      release.after = first;
      if (first == null) {
        last = release;
      } else {
        first.before = release;
      }
      first = release;
      this.weight += weight;
      areas.add(area);
      releases.add(release);
    }
  }

  /**
   * Adds the areas that a commit is about to retire. Refuses or succeeds; allocates nothing.
   *
   * @param closing whether no limit refuses them
   * @throws RetentionExceededException if these would be too many, and the policy says so
   */
  void add(Batch<A> batch, boolean closing) {
    Full<A> full = addOrRefuse(batch, closing);
    if (full != null) {
      throw new RetentionExceededException(describe(full) + ": nothing was changed");
    }
  }

  private synchronized @Nullable Full<A> addOrRefuse(Batch<A> batch, boolean closing) {
    int areas = batch.areas.size();
    if (!closing
        && retention.atLimit() == AtLimit.THROW
        && exceeds(size + (long) areas, weight + batch.weight)) {
      return full();
    }
    closed |= closing;
    if (batch.last != null) {
      batch.last.after = first;
      if (first != null) {
        first.before = batch.last;
      }
      first = batch.first;
      add(areas, batch.weight);
      total += areas;
    }
    return null;
  }

  /**
   * Takes a section's own count off the attachments, from an index on, that it was handed or had
   * made. The release of one that no area has is due. Allocates nothing; {@link #handOver} starts
   * the releases.
   */
  void letGo(List<Release<A>> counted, int from) {
    if (from < counted.size()) { // the section's own list
      letGoSome(counted, from);
    }
  }

  private synchronized void letGoSome(List<Release<A>> counted, int from) {
    for (int i = from; i < counted.size(); i++) {
      Release<A> one = counted.get(i);
      if (!one.listed && !one.isDone()) {
        if (counts != null && counts.remove(one.attachment)) {
          link(one, System.nanoTime());
          becomesDue(one);
        } else {
          one.setDone();
        }
      }
    }
  }

  /** Removes areas that were not retired after all. */
  synchronized void withdrawUnbegun(List<RetiredArea<A>> areas) {
    for (int i = 0; i < areas.size(); i++) {
      withdrawUnbegun(areas.get(i));
    }
  }

  private boolean withdrawUnbegun(RetiredArea<A> area) {
    if (area.mm() != null) {
      return false;
    }
    if (area.release.listed) {
      unlink(area.release);
      area.release.setDone();
      total--;
    }
    return true;
  }

  /** The areas in here with one of these attachments, which may have readers. */
  synchronized List<RetiredArea<A>> sharing(Predicate<? super A> attachments) {
    List<RetiredArea<A>> found = new ArrayList<>();
    for (Release<A> one = first; one != null; one = one.after) {
      if (one.area != null && attachments.test(one.attachment)) {
        found.add(one.area);
      }
    }
    return found;
  }

  /**
   * After a section has released the mmap lock: settles the areas without readers, and leaves the
   * rest to {@link Releaser}. If an error cuts this short, {@link Releaser} goes on at its next
   * look.
   */
  void settle(List<RetiredArea<A>> areas) {
    if (!areas.isEmpty()) {
      settleDrainedAtOnce(areas);
    }
    handOver();
    if (!seemsEmpty()) {
      Releaser.PROCESS.attend(this, Releaser.SOON);
    }
  }

  private synchronized void settleDrainedAtOnce(List<RetiredArea<A>> areas) {
    for (int i = 0; i < areas.size(); i++) {
      RetiredArea<A> area = areas.get(i);
      area.committed = true;
      if (area.isDrainedAtOnce()) {
        settle(area);
      }
    }
  }

  /**
   * Takes a pin off the release's attachment, and starts the release if no other user has the
   * attachment.
   *
   * @throws IllegalStateException if it is not pinned
   */
  void unpin(Release<A> release) {
    expectReleases(); // every step that can fail comes before the pin is off
    StackReserve.probe();
    AttachmentCounts<A> counted = Objects.requireNonNull(counts); // without a release no pins
    boolean pinned;
    synchronized (this) {
      pinned = counted.unpin(release.attachment);
      if (pinned && counted.remove(release.attachment)) {
        link(release, System.nanoTime());
        becomesDue(release);
      } else {
        release.setDone();
      }
    }
    if (!pinned) {
      throw new IllegalStateException(
          Area.text(release.attachment) + " is not pinned: each pin is taken off once");
    }
    handOver();
    if (!seemsEmpty()) {
      Releaser.PROCESS.attend(this, Releaser.SOON);
    }
  }

  // ---- Settling ----

  /**
   * Takes the notices that were given, and settles their areas.
   *
   * @return whether there were any
   */
  boolean settleNotices() {
    boolean any = false;
    synchronized (this) {
      for (Retirement one = mm.takeNotices(); one != null; one = one.next()) {
        any = true;
        settle(own(one));
      }
    }
    handOver();
    return any;
  }

  /** Sound: only the space's sections retire on the space's mm. */
  @SuppressWarnings("unchecked")
  private RetiredArea<A> own(Retirement retirement) {
    return (RetiredArea<A>) retirement;
  }

  /** Takes a drained area off its attachment's count. Caller has the monitor. */
  private void settle(RetiredArea<A> area) {
    if (!area.settled) {
      area.settled = true;
      if (counts != null && counts.remove(area.release.attachment)) {
        becomesDue(area.release);
      } else {
        finished(area.release);
      }
    }
  }

  /** Caller has the monitor. */
  private void becomesDue(Release<A> release) {
    release.setDue();
    if (executor == null) {
      queue(release);
    } else {
      release.nextDue = due;
      due = release;
    }
  }

  /** Hands due releases to the executor; the daemon thread runs those that it rejects. */
  private void handOver() {
    Executor chosen = executor;
    if (chosen == null) {
      return;
    }
    for (Release<A> one = takeDue(); one != null; one = takeDue()) {
      try {
        chosen.execute(one);
      } catch (Throwable e) { // rejected, or out of threads
        queue(one);
        Releaser.PROCESS.attend(this, 0);
        SpaceLog.debug("the executor rejected a release; the daemon thread runs it", e);
      }
    }
  }

  private synchronized @Nullable Release<A> takeDue() {
    Release<A> one = due;
    if (one != null) {
      due = one.nextDue;
    }
    return one;
  }

  /** Puts a release on the list of the daemon thread, unless it is there. */
  private synchronized void queue(Release<A> release) {
    if (!release.queued) {
      release.queued = true;
      release.nextDue = own;
      own = release;
    }
  }

  /**
   * Takes the next release for the daemon thread, past those that threads have run which waited for
   * them: another processor that only passes many of those would still slow each unmapping.
   */
  private synchronized @Nullable Release<A> takeOwn() {
    Release<A> one = own;
    while (one != null) {
      own = one.nextDue;
      one.queued = false;
      if (!one.isDone()) {
        return one;
      }
      one = own;
    }
    return null;
  }

  /**
   * Runs one release, and logs its exception. Only one of several calls runs it, such as when an
   * executor throws after it ran the release.
   */
  void run(Release<A> release) {
    // Every step that can fail comes before it counts as begun. The caller has taken it off its
    // list, so it goes on the daemon thread's if it fails near the end of a stack or of the heap.
    Thread current = Thread.currentThread();
    boolean outermost = false;
    boolean ready = false;
    try {
      StackReserve.probe();
      outermost = RELEASING.add(current);
      ready = true;
    } finally {
      if (!ready) {
        queue(release);
        if (!Releaser.PROCESS.isCurrentThread()) { // which looks again after an error
          Releaser.PROCESS.attend(this, 0);
        }
      }
    }
    try {
      if (mayRun(release)) {
        runOnce(release);
      }
    } finally {
      if (outermost) {
        RELEASING.remove(current);
      }
    }
  }

  private void runOnce(Release<A> release) {
    try {
      if (counts != null) {
        counts.release(release.attachment);
      }
    } catch (Throwable e) {
      SpaceLog.warn(
          () -> "the release of " + Area.text(release.attachment) + " threw; it counts as released",
          e);
    } finally {
      synchronized (this) {
        release.ran = true;
        finished(release);
      }
    }
    if (release.area != null) {
      SpaceEvents.released(mm, release.area.vma(), release.since);
    }
  }

  private synchronized boolean mayRun(Release<A> release) {
    if (release.begun) {
      if (release.ran) {
        finished(release); // which an error had cut short
      }
      return false;
    }
    release.begun = true;
    release.runner = Thread.currentThread();
    return true;
  }

  /** Caller has the monitor. */
  private void finished(Release<A> release) {
    if (!release.isDone()) {
      unlink(release);
      release.runner = null; // before it is done: see isRunningOneOf
      release.setDone();
      releasedTotal += release.area == null ? 0 : 1;
      if (waiting > 0) {
        notifyAll(); // wakes await()
      }
    }
  }

  private void link(Release<A> release, long now) {
    release.since = now;
    release.listed = true;
    release.after = first;
    if (first != null) {
      first.before = release;
    }
    first = release;
    add(1, release.weight);
  }

  private void unlink(Release<A> release) {
    if (release.before != null) {
      release.before.after = release.after;
    } else {
      first = release.after;
    }
    if (release.after != null) {
      release.after.before = release.before;
    }
    release.before = null;
    release.after = null;
    release.listed = false;
    add(-1, -release.weight);
  }

  /**
   * Caller has the monitor. Release, for {@link #seemsEmpty}; {@link #isFull} needs no order, only
   * whole numbers.
   */
  private void add(int releases, long weighing) {
    WEIGHT.setOpaque(this, weight + weighing);
    SIZE.setRelease(this, size + releases);
  }

  // ---- The daemon ----

  /** One look of {@link Releaser}; returns the nanoseconds that it may stay away. */
  long attend() {
    settleNotices();
    for (Release<A> one = takeOwn(); one != null; one = takeOwn()) {
      run(one);
      settleNotices();
    }
    long began = System.nanoTime();
    long nap = SECOND;
    List<Release<A>> looked = new ArrayList<>();
    synchronized (this) {
      for (Release<A> one = first; one != null; ) {
        Release<A> next = one.after;
        RetiredArea<A> area = one.area;
        // An area is here before its commit retires it, with the mmap lock held. A free mmap lock,
        // seen after the area, means that this commit is over. A held one may be another section's;
        // then the look is late by that section.
        if (area != null && !area.settled && (area.committed || !mm.isWriteLocked())) {
          if (area.nextLook - began > 0) {
            nap = Math.min(nap, area.nextLook - began);
          } else if (!withdrawUnbegun(area)) { // otherwise an error came before its retirement
            looked.add(one);
          }
        }
        one = next;
      }
    }
    for (Release<A> one : looked) {
      RetiredArea<A> area = Objects.requireNonNull(one.area);
      boolean drained = strategy.lookAgain(area);
      long now = System.nanoTime();
      synchronized (this) {
        area.nextLook = now + Math.max(noticeDelay, (now - one.since) / 100);
      }
      nap = drained ? 0 : Math.min(nap, area.nextLook - now);
    }
    if (!looked.isEmpty()) {
      settleDrained(looked);
      nap = Math.max(nap, (System.nanoTime() - began) * REST);
    }
    return isEmpty() ? NOTHING_LEFT : nap;
  }

  /**
   * Settles drained areas, also those that ended at once in a commit that an error then cut short.
   *
   * @return whether there were any
   */
  private boolean settleDrained(List<Release<A>> releases) {
    boolean any = false;
    synchronized (this) {
      for (Release<A> one : releases) {
        if (one.area != null && one.area.isDrained() && !one.area.settled) {
          any = true;
          settle(one.area);
        }
      }
    }
    handOver();
    return any;
  }

  // ---- Waiting ----

  /**
   * Waits until none of these releases is left, without a lock. {@link #finished} wakes it. Logs
   * after a second which areas it waits for.
   *
   * @param nanos {@link Long#MAX_VALUE} for no bound
   * @return whether none is left
   */
  boolean await(List<Release<A>> releases, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (Releaser.PROCESS.isCurrentThread()) {
      settleNotices();
      if (releases.stream().anyMatch(one -> !one.isDone())) {
        throw new IllegalStateException(
            "a release waits for another, which only this thread would run: let it return first, or"
                + " give the space an executor (P7)");
      }
    }
    if (isRunningOneOf(releases)) {
      throw new IllegalStateException(
          "a release waits for its own end: let it return first, then wait (P7)");
    }
    long start = System.nanoTime();
    boolean spoke = false;
    for (Release<A> one : releases) {
      while (!one.isDone()) {
        if (nanos == Long.MAX_VALUE && help(releases)) {
          continue; // most often: no reader was inside, and the commit found it due
        }
        if (settleNotices() | settleDrained(releases)) { // an error may have kept a commit from it
          continue; // perhaps it is done, or due; each area is settled once
        }
        Releaser.PROCESS.attend(this, 0);
        long waited = System.nanoTime() - start;
        if (waited >= nanos) {
          return false;
        }
        if (!spoke && nanos == Long.MAX_VALUE && waited >= SECOND) {
          spoke = true;
          SpaceLog.warn(() -> "waiting for a release for a second: " + describe(one));
        }
        synchronized (this) {
          waiting++;
          try {
            if (!one.isDone()) {
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

  /**
   * Runs the releases that are due and that the daemon thread has not begun. The daemon thread
   * would cost two thread switches, and may be busy with others. Not for a wait with a bound, which
   * a release may outlast, nor for a space with an executor.
   *
   * @return whether it ran one
   */
  private boolean help(List<Release<A>> releases) {
    boolean ran = false;
    if (executor == null) {
      for (Release<A> one : releases) {
        // Without the monitor: if it became due since, the daemon thread was told, too. Either this
        // thread or that one begins it, which the monitor decides.
        if (one.isDue() && !one.begun) {
          run(one);
          ran = true;
        }
      }
    }
    return ran;
  }

  /**
   * Whether the current thread runs one of these. No monitor: a thread finds itself only where it
   * has stored itself. If another thread has taken it away since, as an error had cut this one
   * short, the release is done.
   */
  private boolean isRunningOneOf(List<Release<A>> releases) {
    Thread current = Thread.currentThread();
    for (Release<A> one : releases) {
      if (!one.isDone() && one.runner == current) {
        return true;
      }
    }
    return false;
  }

  /** Whether a section that opens now waits for room. A section that a release opens does not. */
  boolean mustAwaitRoom() {
    return retention.atLimit() == AtLimit.WAIT && isFull() && !isReleasing();
  }

  /**
   * Applies the policy of {@link Retention} before a section takes the mmap lock. Waits
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
   * Waits for room as {@link #awaitRoom()} does, for at most {@code nanos} nanoseconds; {@link
   * Long#MAX_VALUE} for no bound.
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
      Releaser.PROCESS.attend(this, 0);
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

  private boolean isReleasing() {
    return RELEASING.contains(Thread.currentThread());
  }

  private void warn() {
    Full<A> full;
    synchronized (this) {
      long now = System.nanoTime();
      if (warned != 0 && now - warned < SECOND) {
        return;
      }
      warned = now;
      full = full();
    }
    SpaceLog.warn(() -> describe(full)); // the logger is the caller's code: not under the monitor
  }

  /**
   * Whether one more area exceeds a limit. Opaque, and not in the monitor: a section that asks
   * before it has the mmap lock may be wrong about others in any case, and sees what came before
   * it.
   */
  private boolean isFull() {
    return exceeds((int) SIZE.getOpaque(this) + 1L, (long) WEIGHT.getOpaque(this));
  }

  private boolean exceeds(long areas, long weighing) {
    return areas > retention.areas() || weighing > retention.weight();
  }

  /** What a space at its limit keeps. */
  private record Full<A>(int areas, long weight, @Nullable Release<A> oldest) {}

  /** Caller has the monitor, under which no message is made: that may be the caller's code. */
  private Full<A> full() {
    return new Full<>(size, weight, oldest());
  }

  private String describe(Full<A> full) {
    return full.areas
        + " areas of weight "
        + full.weight
        + " are retired and not released, and "
        + retention.areas()
        + " of weight "
        + retention.weight()
        + " are allowed; the oldest: "
        + (full.oldest == null ? "none" : describe(full.oldest))
        + ": end the holds, speed the releases up, or raise Retention";
  }

  private @Nullable Release<A> oldest() {
    Release<A> oldest = first;
    for (Release<A> one = first; one != null; one = one.after) {
      oldest = one;
    }
    return oldest;
  }

  // ---- Looking ----

  synchronized boolean isEmpty() {
    return size == 0;
  }

  /**
   * Whether nothing is in here, as it seems to a thread that has added nothing or has settled what
   * it added: what another thread adds is its own concern. Acquire: pairs with the release by which
   * the last one was removed, so that all of it is over.
   */
  boolean seemsEmpty() {
    return (int) SIZE.getAcquire(this) == 0;
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

  /** All retired areas, the oldest last. */
  synchronized List<Release<A>> all() {
    List<Release<A>> all = new ArrayList<>(size);
    for (Release<A> one = first; one != null; one = one.after) {
      all.add(one);
    }
    return all;
  }

  /** {@code [0x1000, 0x3000) retired 1.3 s ago, 1 reader inside}. */
  String describe(Release<A> release) {
    String age = (System.nanoTime() - release.since) / 100_000_000 / 10.0 + " s";
    RetiredArea<A> area = release.area;
    if (area == null) {
      return "for " + age + " the release of " + Area.text(release.attachment) + " has not run";
    }
    int readers = strategy.readers(area.vma());
    return area.vma()
        + " "
        + age
        + " ago, "
        + (area.isDrained()
            ? "its release has not run"
            : readers + (readers == 1 ? " reader inside" : " readers inside"));
  }
}
