package io.vmalock.space;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.space.index.AreaIndex;
import io.vmalock.space.index.Ranges;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An address space: areas of addresses that writers map and unmap under their readers. A reader
 * holds a single area, which stays as it is until the reader leaves.
 *
 * <p>Addresses are unsigned 64-bit numbers; each area {@code [start, end)} has an attachment, and
 * an offset at which it begins in the attachment. A {@link WriteSection} changes the space as a
 * transaction: as a whole or not at all. Readers find an area without a lock and hold it by the
 * space's {@link VmaLockStrategy}. No section waits for a reader, and no reader for a section that
 * is still open, unless the caller asks for it.
 *
 * <pre>{@code
 * AddressSpace<Segment> space = AddressSpace.<Segment>builder().release(Segment::close).build();
 * space.write(section -> section.map(0x1000, 0x3000, segment));
 * Integer n = space.read(0x2234, hold -> hold.attachment().get(hold.offset(0x2234)));
 * space.write(section -> section.unmap(0x1000, 0x2000)); // the other half is read as before
 * space.write(section -> section.unmap(0x2000, 0x3000)); // the last reader out closes the segment
 * }</pre>
 *
 * <p>Each attachment is released exactly once, when no area of the space or of its forks has it any
 * more and no hold is inside. Splits, merges, moves, forks, rollbacks and closing do not change
 * this. Attachments are counted by identity.
 *
 * <p>All methods are thread-safe. Inside a hold or a {@link ReadSection} a thread must not take the
 * mmap lock again, and must not wait for an operation that waits for that hold: a write-hold, a
 * release, {@link #close(Duration)} (rule P7). {@link Tracking#ALL} finds threads that do.
 *
 * @param <A> the type of attachments; not null
 */
public final class AddressSpace<A> implements AutoCloseable {
  /** The number of times that one read looks up again after DETACHED before it falls back. */
  static final int MOST_LOOK_UPS = 8;

  private static final int MOST_SPECULATIONS = 3;

  /** The number of areas that a description names. */
  private static final int MOST_LINES = 20;

  private static final VarHandle INDEX;

  static {
    try {
      INDEX = MethodHandles.lookup().findVarHandle(AddressSpace.class, "index", AreaIndex.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final Builder<A> settings;
  private final @Nullable SpaceCounters counters;
  private final @Nullable HoldTracker tracker;

  /** Whether the space counts or tracks holds. */
  private final boolean watched;

  private final boolean optimisticPerVma;
  private final RetiredAreas<A> retired;
  private final Commit nothing = new Commit(this, List.of());

  @SuppressWarnings("UnusedVariable") // through INDEX
  private AreaIndex index = AreaIndex.EMPTY;

  /** Written and read by sections only. */
  private boolean closed;

  private AddressSpace(Builder<A> settings) {
    VmaLockStrategy chosen = settings.strategy;
    this.strategy = chosen == null ? Strategies.choose() : chosen;
    this.settings = settings.strategy(strategy); // so that a fork does not choose again
    Rehearsal.of(strategy);
    this.mm = strategy.newMm(settings.limits);
    this.optimisticPerVma = strategy.capabilities().contains(Capability.OPTIMISTIC_READ);
    this.counters = settings.counters ? new SpaceCounters() : null;
    this.tracker =
        settings.tracking == Tracking.OFF
            ? null
            : new HoldTracker(this, settings.tracking == Tracking.ALL);
    this.watched = counters != null || tracker != null;
    this.retired =
        new RetiredAreas<>(strategy, mm, settings.counts, settings.executor, settings.retention);
  }

  /** An empty space with the strategy that {@link Strategies#choose} finds. */
  public static <A> AddressSpace<A> create() {
    return AddressSpace.<A>builder().build();
  }

  /** An empty space with the given strategy. */
  public static <A> AddressSpace<A> create(VmaLockStrategy strategy) {
    return AddressSpace.<A>builder().strategy(strategy).build();
  }

  /** A builder for a space with other settings than the defaults. */
  public static <A> Builder<A> builder() {
    return new Builder<>();
  }

  /** The strategy that locks the areas. */
  public VmaLockStrategy strategy() {
    return strategy;
  }

  // ---- Reading ----

  /** A hold that is not in use, for reading without further allocation. */
  public Hold<A> hold() {
    return new LastingHold<>(this);
  }

  /** A set of {@code most} holds that are not in use, for reading several areas of one state. */
  public HoldSet<A> holds(int most) {
    return new HoldSet<>(this, most);
  }

  /**
   * Reads the area that contains {@code address}, inside a hold that ends when the reader returns
   * or throws. Waits as {@link Hold#startRead} does.
   *
   * @return what the reader returned; null if no area contains the address
   */
  public <R> @Nullable R read(long address, Function<? super Hold<A>, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    Hold<A> hold = new Hold<>(this);
    try {
      return hold.startRead(address) ? reader.apply(hold) : null;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /** Reads as {@link #read(long, Function)} does; {@code unmapped} if no area has the address. */
  public <R extends @Nullable Object> R read(
      long address, Function<? super Hold<A>, ? extends R> reader, R unmapped) {
    Objects.requireNonNull(reader, "reader");
    Hold<A> hold = new Hold<>(this);
    try {
      return hold.startRead(address) ? reader.apply(hold) : unmapped;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /**
   * Reads an int as {@link #read(long, Function)} does; {@code unmapped} where nothing is mapped.
   */
  public int readInt(long address, ToIntFunction<? super Hold<A>> reader, int unmapped) {
    Objects.requireNonNull(reader, "reader");
    Hold<A> hold = new Hold<>(this);
    try {
      return hold.startRead(address) ? reader.applyAsInt(hold) : unmapped;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /**
   * Reads a long as {@link #read(long, Function)} does; {@code unmapped} where nothing is mapped.
   */
  public long readLong(long address, ToLongFunction<? super Hold<A>> reader, long unmapped) {
    Objects.requireNonNull(reader, "reader");
    Hold<A> hold = new Hold<>(this);
    try {
      return hold.startRead(address) ? reader.applyAsLong(hold) : unmapped;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /**
   * Reads a double as {@link #read(long, Function)} does; {@code unmapped} where nothing is mapped.
   */
  public double readDouble(
      long address, ToDoubleFunction<? super Hold<A>> reader, double unmapped) {
    Objects.requireNonNull(reader, "reader");
    Hold<A> hold = new Hold<>(this);
    try {
      return hold.startRead(address) ? reader.applyAsDouble(hold) : unmapped;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /**
   * Visits the area that contains {@code address} inside a hold, as {@link #read(long, Function)}
   * does.
   *
   * @return whether there is such an area
   */
  public boolean visit(long address, Consumer<? super Hold<A>> visitor) {
    Objects.requireNonNull(visitor, "visitor");
    Hold<A> hold = new Hold<>(this);
    try {
      if (!hold.startRead(address)) {
        return false;
      }
      visitor.accept(hold);
      return true;
    } finally {
      if (hold.isHeld()) { // also where an error came after the start
        hold.endRead();
      }
    }
  }

  /**
   * Visits the areas of several addresses, one after the other, each inside a hold. One hold serves
   * all, and needs no search for an address in the area of the one before.
   *
   * @param visitor gets the hold and the address's place in {@code addresses}; it is not called for
   *     an unmapped address
   * @return the number of addresses that were mapped
   */
  public int visitEach(long[] addresses, ObjIntConsumer<? super Hold<A>> visitor) {
    Objects.requireNonNull(addresses, "addresses");
    Objects.requireNonNull(visitor, "visitor");
    int found = 0;
    try (Hold<A> hold = hold()) {
      for (int i = 0; i < addresses.length; i++) {
        if (hold.startRead(addresses[i])) {
          try {
            visitor.accept(hold, i);
            found++;
          } finally {
            if (hold.isHeld()) {
              hold.endRead();
            }
          }
        }
      }
    }
    return found;
  }

  /**
   * Reads an attachment without keeping writers out. The reader runs while the area may change, and
   * its result or exception counts only if the area did not change (rule O1); otherwise the area is
   * read again, inside a hold. So the reader may run more than once and must bear any mix of old
   * and new values. {@link Hold#startOptimistic} names the memory that may be read so, and is the
   * form without a lambda.
   *
   * <p>Uses the strategy's {@link Capability#OPTIMISTIC_READ}, or else speculation over the whole
   * space.
   *
   * @return what the reader returned; null if no area contains the address
   * @throws IllegalStateException if the space releases what it maps and was not built with {@link
   *     Builder#readableAfterRelease}
   */
  public <R> @Nullable R readOptimistically(long address, Function<? super A, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    requireReadableAfterRelease();
    boolean perVma = optimisticPerVma;
    long speculation = perVma ? 0 : mm.speculate();
    Vma vma = index().find(address);
    if (vma == null) {
      count(Event.MISS);
      return null;
    }
    long stamp = perVma ? strategy.startOptimistic(mm, vma) : ~speculation & 1;
    if (stamp > 0) {
      try {
        R result = reader.apply(TreeView.<A>attachment(vma));
        if (perVma ? strategy.validate(mm, vma, stamp) : mm.validate(speculation)) {
          return result;
        }
      } catch (Throwable e) { // an error too: a mix of values may break an assertion
        if (perVma ? strategy.validate(mm, vma, stamp) : mm.validate(speculation)) {
          throw e;
        }
      }
    }
    return read(address, hold -> reader.apply(hold.attachment()));
  }

  /**
   * Reads the space as a whole without any lock. The reader runs while sections may come between,
   * and its result or exception counts only if none did (rule A4). After a few tries it runs with
   * the mmap lock held for reading. It must bear inconsistent attachments, and must neither use the
   * space nor keep the view.
   *
   * @throws IllegalStateException if it takes the mmap lock, the space tracks all holds and the
   *     thread is inside one (P7)
   */
  public <R> R speculate(Function<? super AreaView<A>, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    for (int i = 0; i < MOST_SPECULATIONS; i++) {
      long speculation = mm.speculate();
      if ((speculation & 1) != 0) {
        continue;
      }
      try {
        R result = reader.apply(new TreeView<>(index()));
        if (mm.validate(speculation)) {
          return result;
        }
      } catch (Throwable e) {
        if (mm.validate(speculation)) {
          throw e;
        }
      }
      count(Event.RETRY);
    }
    count(Event.FALLBACK);
    try (ReadSection<A> section = readLocked()) {
      return reader.apply(section);
    }
  }

  /**
   * Visits all areas in the order of their addresses, each inside a hold, while the space may
   * change: an area that is there all the time is visited, and two areas that are visited in a row
   * had nothing between them (A3). An area that has meanwhile taken in addresses visited before, by
   * growing or by a merge, is visited whole.
   *
   * <p>The visitor may end the hold itself.
   */
  public void forEach(Consumer<? super Hold<A>> visitor) {
    forEach(0, -1, visitor);
  }

  /**
   * Visits the areas that have an address in {@code [start, end)}, unsigned, as {@link #forEach}
   * does; none if the range is empty.
   */
  public void forEach(long start, long end, Consumer<? super Hold<A>> visitor) {
    Objects.requireNonNull(visitor, "visitor");
    try (Hold<A> hold = hold()) {
      long address = start;
      while (Ranges.below(address, end)
          && hold.startReadAtOrAfter(address)
          && Ranges.below(hold.start(), end)) {
        address = hold.end();
        visitor.accept(hold);
        if (hold.isHeld()) {
          hold.endRead();
        }
      }
    }
  }

  /**
   * Holds the mmap lock for reading: nothing changes until the section is closed. Use it to read
   * all areas at once; it keeps writers out, and waits for them.
   *
   * @throws IllegalStateException if the space tracks all holds and the thread is inside one (P7)
   */
  public ReadSection<A> readLocked() {
    StackReserve.probe(); // with room for it now, there is room to close the section
    checkMayWait();
    MmapWait.readLock(this);
    boolean opened = false;
    try {
      ReadSection<A> section = new ReadSection<>(this, index());
      opened = true;
      return section;
    } finally {
      if (!opened) {
        mm.readUnlock();
      }
    }
  }

  // ---- Writing ----

  /**
   * Changes the space as one transaction: commits when {@code change} returns and rolls back when
   * it throws. Waits, uninterruptibly, for other sections, and for no reader.
   *
   * @return the releases that are left, which may be waited for
   * @throws ClosedSpaceException if the space is closed
   * @throws RetentionExceededException if the space keeps too much that is retired ({@link
   *     AtLimit#THROW})
   * @throws IllegalStateException if the function ended the section itself
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   */
  public Commit write(Consumer<? super WriteSection<A>> change) {
    Objects.requireNonNull(change, "change");
    try (WriteSection<A> section = write()) {
      change.accept(section);
      return section.commit();
    }
  }

  /**
   * Opens a write section: waits, uninterruptibly, until this thread alone holds the mmap lock. It
   * takes effect at {@link WriteSection#commit}.
   *
   * @throws ClosedSpaceException if the space is closed
   * @throws IllegalStateException if the space tracks all holds and would wait for one of this
   *     thread (P7)
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   */
  public WriteSection<A> write() {
    checkMayOpen();
    retired.awaitRoom(); // without the mmap lock
    MmapWait.reserve(this);
    return opened();
  }

  /**
   * Opens a write section, or gives up when interrupted.
   *
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   * @throws IllegalStateException as {@link #write()} does
   */
  public WriteSection<A> writeInterruptibly() throws InterruptedException {
    checkMayOpen();
    retired.awaitRoom(Long.MAX_VALUE);
    MmapWait.reserveInterruptibly(this);
    return opened();
  }

  /**
   * Opens a write section if the mmap lock is free in time.
   *
   * @param timeout the longest wait; zero or less tries once
   * @return the section; null if the time is over
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   * @throws IllegalStateException as {@link #write()} does
   */
  public @Nullable WriteSection<A> tryWrite(Duration timeout) throws InterruptedException {
    long nanos = nanos(timeout);
    long start = System.nanoTime();
    checkMayOpen();
    if (!retired.awaitRoom(nanos)) {
      return null;
    }
    long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
    return mm.tryReserve(left) ? opened() : null;
  }

  /** Throws if a section would wait for a hold or section of the calling thread (P7). */
  private void checkMayOpen() {
    StackReserve.probe(); // with room for it now, there is room to close the section
    if (mm.isWriteLockedByCurrentThread()) {
      mm.reserve(); // throws: the mmap lock is not reentrant
    }
    if (tracker != null) {
      if (tracker.isInside(Thread.currentThread(), true) || retired.mustAwaitRoom()) {
        checkMayWait();
      }
    }
  }

  private WriteSection<A> opened() {
    boolean opened = false;
    try {
      if (closed) {
        throw new ClosedSpaceException();
      }
      WriteSection<A> section = new WriteSection<>(this);
      opened = true;
      return section;
    } finally {
      if (!opened) {
        mm.writeUnlock();
      }
    }
  }

  /**
   * Copies the space, as fork copies a process's. The new space has the same settings and the areas
   * of one state, each with the attachment that {@link Attachments#fork} makes for it. Readers go
   * on; writers wait. An attachment that both have is released when neither has it any more.
   *
   * @throws ClosedSpaceException if the space is closed
   * @throws IllegalStateException if the space tracks all holds and the thread is inside one (P7)
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   */
  public AddressSpace<A> fork() {
    AddressSpace<A> child = new AddressSpace<>(settings);
    try (ReadSection<A> section = readLocked();
        WriteSection<A> copies = child.write()) {
      if (closed) {
        throw new ClosedSpaceException();
      }
      copies.copyAll(section);
      copies.commit();
    }
    return child;
  }

  /**
   * Retires every area, and leaves the space empty for good; waits for no reader. Late readers find
   * nothing. Closing a closed space does nothing.
   *
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   */
  @Override
  public void close() {
    StackReserve.probe(); // with room for it now, there is room to release the mmap lock
    if (tracker != null && tracker.isInside(Thread.currentThread(), true)) {
      checkMayWait();
    }
    MmapWait.reserve(this);
    if (closed) {
      mm.writeUnlock();
      return;
    }
    boolean opened = false;
    try (WriteSection<A> section = new WriteSection<>(this)) {
      opened = true;
      section.unmapAll();
      section.commitClosing();
    } finally {
      if (!opened) {
        mm.writeUnlock();
      }
    }
  }

  /**
   * Closes the space as {@link #close()} does, then waits until everything that it retired, now or
   * before, has been released. It stays closed even if the wait fails.
   *
   * @param timeout the longest wait for the releases
   * @throws ReadersInsideException if a release is left when the time is over: the message names
   *     the areas and the readers inside
   * @throws InterruptedException if the thread was or is interrupted while it waits
   * @throws IllegalStateException if the space tracks all holds and the thread is inside one (P7);
   *     the space is open then. Also in a release that would wait for itself, or for others that
   *     only its thread would run; the space is closed then
   */
  public void close(Duration timeout) throws InterruptedException {
    long nanos = nanos(timeout);
    checkMayWait();
    close();
    List<Release<A>> left = retired.all();
    if (!retired.await(left, nanos)) {
      left.removeIf(Release::isDone);
      int readers = 0;
      for (Release<A> one : left) {
        readers += one.area == null ? 0 : strategy.readers(one.area.vma());
      }
      throw new ReadersInsideException(
          "the space is closed, and after "
              + timeout
              + " not all of it is released: "
              + describe(left),
          readers);
    }
  }

  // ---- Users of attachments beside the areas ----

  /**
   * Keeps an attachment from being released, as an area that has it does, until it is {@linkplain
   * #unpin unpinned}. This is for a user beside the space, which may pin before the attachment is
   * mapped. From now on the space releases the attachment, even if it is never mapped. A space
   * without a release does nothing here.
   *
   * @throws IllegalStateException if the attachment's release has begun
   */
  public void pin(A attachment) {
    Objects.requireNonNull(attachment, "attachment");
    AttachmentCounts<A> counts = settings.counts;
    if (counts != null) {
      counts.pin(attachment);
    }
  }

  /**
   * Takes one pin off an attachment: it is released once it has no other, no area has it and no
   * hold is inside. This thread's use of the attachment happens-before its release. Allowed inside
   * holds and sections, and when the space is closed.
   *
   * @throws IllegalStateException if the attachment is not pinned
   */
  public void unpin(A attachment) {
    Objects.requireNonNull(attachment, "attachment");
    if (settings.counts != null) {
      retired.unpin(new Release<>(retired, attachment, null, settings.weigh(attachment)));
    }
  }

  // ---- Counting ----

  /**
   * The events counted since the space was created.
   *
   * @throws IllegalStateException if the space was built without {@link Builder#counters}
   */
  public SpaceStats stats() {
    if (counters == null) {
      throw new IllegalStateException(
          "the space does not count: build it with AddressSpace.builder().counters(true)");
    }
    return counters.stats(retired.total(), retired.releasedTotal());
  }

  /**
   * Describes the space in some lines: the areas, the retired areas with age and readers, the
   * holders if they are tracked, and the thread that has a section open. Exact only while nothing
   * moves.
   */
  public String describe() {
    if (tracker != null) {
      tracker.reportLeaks();
    }
    StringBuilder text = new StringBuilder(toString());
    int shown = 0;
    for (Vma vma : index()) {
      if (shown++ == MOST_LINES) {
        text.append("\n  ... and ").append(index().size() - MOST_LINES).append(" more areas");
        break;
      }
      int readers = strategy.readers(vma);
      text.append("\n  ").append(TreeView.<A>area(vma));
      text.append(readers == 0 ? "" : ", " + readers + " inside");
    }
    List<Release<A>> old = retired.all();
    if (!old.isEmpty()) {
      text.append("\n").append(describe(old));
    }
    if (tracker != null) {
      tracker.holders(null).forEach(holder -> text.append("\n  hold ").append(holder));
    }
    return text.toString();
  }

  /** {@code space of 12 areas, 2 retired, strategy biased, section open by main}. */
  @Override
  public String toString() {
    Thread writer = mm.writer();
    return "space of "
        + index().size()
        + " areas, "
        + retired.size()
        + " retired, strategy "
        + strategy.name()
        + (writer == null ? "" : ", section open by " + Misuse.thread(writer));
  }

  // ---- For holds and sections ----

  Mm mm() {
    return mm;
  }

  Builder<A> settings() {
    return settings;
  }

  RetiredAreas<A> retired() {
    return retired;
  }

  @Nullable HoldTracker tracker() {
    return tracker;
  }

  /** Acquire: pairs with the release of {@link #publish}; see {@link AreaIndex}. */
  AreaIndex index() {
    return (AreaIndex) INDEX.getAcquire(this);
  }

  /** Shows a section's changes; called before the section ends. */
  void publish(AreaIndex changed) {
    INDEX.setRelease(this, changed);
  }

  void count(Event event) {
    if (counters != null) {
      counters.count(event);
    }
  }

  boolean isOptimisticPerVma() {
    return optimisticPerVma;
  }

  /** Throws if an optimistic reader might look at an attachment that is released meanwhile. */
  void requireReadableAfterRelease() {
    if (settings.counts != null && !settings.readableAfterRelease) {
      throw new IllegalStateException(
          "the space releases what it maps, and an optimistic reader may look at that later: read"
              + " inside a hold or, where what was released may still be looked at, build the"
              + " space with readableAfterRelease()");
    }
  }

  boolean counting() {
    return counters != null;
  }

  /** Whether the space counts or tracks holds. */
  boolean isWatched() {
    return watched;
  }

  void waited(long nanos) {
    if (counters != null) {
      counters.waited(nanos);
    }
  }

  void setClosed() {
    closed = true;
  }

  /**
   * The work left to a commit that retires these areas, and was handed or made those attachments.
   */
  Commit commitOf(RetiredAreas.Batch<A> going, List<Release<A>> handed, List<Release<A>> made) {
    List<Release<A>> awaited = going.releases;
    awaited.addAll(handed);
    awaited.addAll(made);
    if (awaited.isEmpty()) {
      return nothing;
    }
    if (!going.areas.isEmpty() && !retired.seemsEmpty()) {
      Set<A> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      going.areas.forEach(area -> gone.add(area.release.attachment));
      retired.sharing(gone::contains).forEach(area -> awaited.add(area.release));
    }
    return new Commit(this, awaited);
  }

  void committed(long began, long waited, int came, int went) {
    count(Event.COMMIT);
    SpaceEvents.section(mm, began, waited, came, went, true);
  }

  /** Releases the attachments that a rolled-back section had made. */
  void rolledBack(long began, long waited) {
    retired.settle(List.of());
    count(Event.ROLLBACK);
    SpaceEvents.section(mm, began, waited, 0, 0, false);
  }

  /** The holders of an area, for a message: empty if holds are not tracked. */
  String holders(Vma vma) {
    if (tracker == null) {
      return "";
    }
    tracker.reportLeaks();
    List<String> holders = tracker.holders(vma);
    return holders.isEmpty() ? "" : " " + holders;
  }

  /** The most readers of an area at once. */
  int mostReaders() {
    return Math.min(mm.limits().readers(), strategy.maxReaders());
  }

  /** Logs that a reader has waited for a second for room in an area, if it is known which. */
  void logFull(@Nullable Vma vma) {
    if (vma != null) {
      SpaceLog.warn(
          () ->
              "waiting for room in an area for a second: "
                  + vma
                  + " has "
                  + strategy.readers(vma)
                  + " readers, and takes "
                  + mostReaders()
                  + holders(vma));
    }
  }

  String describe(List<Release<A>> releases) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (Release<A> one : releases) {
      if (one.isDone()) {
        continue;
      }
      if (shown++ == MOST_LINES) {
        text.append("\n  ...");
        break;
      }
      text.append(text.length() == 0 ? "  " : "\n  ").append(retired.describe(one));
      if (one.area != null) {
        text.append(holders(one.area.vma()));
      }
    }
    return text.length() == 0 ? "everything is released" : text.toString();
  }

  /** Throws if it is known that a wait would be for a hold of the calling thread (P7). */
  void checkMayWait() {
    if (tracker != null && tracker.isInside(Thread.currentThread(), false)) {
      throw new IllegalStateException(
          Misuse.thread(Thread.currentThread())
              + " is inside a hold or a read section of this space and would wait for it to end: "
              + tracker.holders(null)
              + "; end it first (P7)");
    }
  }

  /** Throws if it is known that a wait for a release might not end (P7). */
  void checkMayAwait() {
    checkMayWait();
    if (mm.isWriteLockedByCurrentThread()) {
      throw new IllegalStateException(
          Misuse.thread(Thread.currentThread())
              + " has a section of this space open, and would wait for a release, which may use the"
              + " space: end the section first (P7)");
    }
  }

  static long nanos(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE; // beyond 292 years
    }
  }

  /** The settings of a space. Each has its default until it is set. */
  public static final class Builder<A> {
    private static final long HEAVIEST = 1L << 44;

    private @Nullable VmaLockStrategy strategy;
    private Limits limits = Limits.DEFAULT;
    private Attachments<A> attachments = Attachments.shared();
    private long low = 0;
    private long high = -1;
    private boolean counters;
    private Tracking tracking = trackingProperty();
    private Retention retention = Retention.DEFAULT;
    private ToLongFunction<? super A> weigher = attachment -> 1;
    private @Nullable Consumer<? super A> release;
    private boolean readableAfterRelease;
    private @Nullable Executor executor;

    /** Made once for a space and all its forks. */
    private @Nullable AttachmentCounts<A> counts;

    private Builder() {}

    /** Sets the strategy; by default, the one that {@link Strategies#choose} finds. */
    public Builder<A> strategy(VmaLockStrategy strategy) {
      this.strategy = Objects.requireNonNull(strategy, "strategy");
      return this;
    }

    /** Sets the limits of the space's mm; by default, {@link Limits#DEFAULT}. */
    public Builder<A> limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** Sets the policy for attachments when areas are split, merged and copied. */
    public Builder<A> attachments(Attachments<A> attachments) {
      this.attachments = Objects.requireNonNull(attachments, "attachments");
      return this;
    }

    /**
     * Sets the addresses that can be mapped; by default, all but the very last, {@code [0, 2^64 -
     * 1)}.
     *
     * @throws IllegalArgumentException if the range is empty or wraps
     */
    public Builder<A> range(long low, long high) {
      Ranges.check(low, high, 0, -1);
      this.low = low;
      this.high = high;
      return this;
    }

    /** Sets whether to count events, for {@link AddressSpace#stats}; by default, no. */
    public Builder<A> counters(boolean counters) {
      this.counters = counters;
      return this;
    }

    /**
     * Sets how closely holds are watched; by default, the system property {@code vmalock.tracking}
     * decides ({@code off}, {@code sampled} or {@code all}), or else they are not.
     */
    public Builder<A> tracking(Tracking tracking) {
      this.tracking = Objects.requireNonNull(tracking, "tracking");
      return this;
    }

    /**
     * Sets the function that releases an attachment. The space calls it exactly once for each, when
     * no area has the attachment any more and no hold is inside. It may use the space. An exception
     * from it is logged, and nothing is lost. By default there is no function, and attachments are
     * not counted.
     *
     * <p>The space counts for itself and its forks. An attachment that is handed to another space
     * as well is released by each.
     */
    public Builder<A> release(Consumer<? super A> release) {
      this.release = Objects.requireNonNull(release, "release");
      return this;
    }

    /**
     * Declares that an attachment may still be read after its release, as optimistic readers do: it
     * is on the heap, or in memory that is given back only when no thread can look any more. Do not
     * declare it for a buffer that is unmapped or freed, where a late look ends the process.
     * Without this, and with a {@link #release}, optimistic reads are refused.
     */
    public Builder<A> readableAfterRelease() {
      this.readableAfterRelease = true;
      return this;
    }

    /**
     * Sets the executor of the releases; by default, one daemon thread of the process runs them, or
     * a thread that waits for them in {@link Commit#await()}. The daemon thread runs the releases
     * that the executor rejects. An executor that runs them in the calling thread may run them
     * inside holds of that thread. An executor must run each release that it accepts: one that
     * never runs stays pending, and keeps the daemon thread alive.
     */
    public Builder<A> releaseOn(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Sets how much may be retired and not yet released; by default, {@link Retention#DEFAULT}. */
    public Builder<A> retention(Retention retention) {
      this.retention = Objects.requireNonNull(retention, "retention");
      return this;
    }

    /**
     * Sets the weigher of attachments, for {@link Retention#weight}: from 0 to 2^44, and more
     * counts as 2^44; by default, 1. A section calls it when it is handed an attachment and when it
     * retires an area.
     */
    public Builder<A> weigher(ToLongFunction<? super A> weigher) {
      this.weigher = Objects.requireNonNull(weigher, "weigher");
      return this;
    }

    /** Creates the empty space. */
    public AddressSpace<A> build() {
      Builder<A> settings = copy();
      settings.counts = release == null ? null : new AttachmentCounts<>(release);
      return new AddressSpace<>(settings);
    }

    private static Tracking trackingProperty() {
      String value = System.getProperty("vmalock.tracking", "off");
      for (Tracking level : Tracking.values()) {
        if (level.name().equalsIgnoreCase(value.trim())) {
          return level;
        }
      }
      throw new IllegalArgumentException(
          "the system property vmalock.tracking is off, sampled or all, got \"" + value + "\"");
    }

    Attachments<A> attachments() {
      return attachments;
    }

    @Nullable AttachmentCounts<A> counts() {
      return counts;
    }

    /** The weight: not negative, and small enough that half a million weights have a sum. */
    long weigh(A attachment) {
      return Math.min(Math.max(0, weigher.applyAsLong(attachment)), HEAVIEST);
    }

    long low() {
      return low;
    }

    long high() {
      return high;
    }

    /** These settings, out of reach of later changes. */
    Builder<A> copy() {
      Builder<A> copy = new Builder<>();
      copy.strategy = strategy;
      copy.limits = limits;
      copy.attachments = attachments;
      copy.low = low;
      copy.high = high;
      copy.counters = counters;
      copy.tracking = tracking;
      copy.retention = retention;
      copy.weigher = weigher;
      copy.release = release;
      copy.readableAfterRelease = readableAfterRelease;
      copy.executor = executor;
      return copy;
    }
  }
}
