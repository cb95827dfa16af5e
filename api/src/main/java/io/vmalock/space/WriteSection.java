package io.vmalock.space;

import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.space.index.AreaIndex;
import io.vmalock.space.index.AreaTree;
import io.vmalock.space.index.Ranges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a space, by the one thread that holds the space's mmap lock for writing: the
 * only way to change the space.
 *
 * <p>The section takes effect as a whole, at {@link #commit}, or not at all: closing it without a
 * commit rolls it back. The section itself sees its changes. Until the commit it keeps no reader
 * out, and no reader sees a change, except in ranges that {@link #writeHold} locks on request.
 *
 * <p>A commit waits for no reader. It replaces the areas that changed, and retires them: a reader
 * inside keeps its area until it leaves, and later readers find the new areas or none. The
 * attachment of a retired area is released, if the space has a release, when no reader is inside
 * and no other area has it. {@link Commit#await} waits for the releases, after the mmap lock is
 * released.
 *
 * <pre>{@code
 * Commit done = space.write(section -> section.unmap(0x1000, 0x2000));
 * done.await(); // only if you must know that no reader is inside any more
 * }</pre>
 *
 * <p>Every step that can fail comes before the first visible step: checks, the caller's code
 * ({@link Attachments} and functions given to a change), allocation, and waits that were asked for.
 * The caller's code must not use the section. After a rollback the caller keeps the attachments
 * that it handed in, and those that {@link Attachments} made are released.
 *
 * <p>Only for the thread that opened it; use {@link AddressSpace#write(Consumer)} or
 * try-with-resources.
 */
public final class WriteSection<A> implements AreaView<A>, AutoCloseable {
  private final AddressSpace<A> space;
  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final Attachments<A> attachments;
  private final @Nullable AttachmentCounts<A> counts;
  private final Thread owner = Thread.currentThread();
  private final AreaIndex.Edit edit;
  private final TreeView<A> areas;

  /**
   * The areas that this section has created; the commit attaches those that are still in the edit.
   */
  private final List<Vma> created = new ArrayList<>();

  /** Whether the edit has lost some of the created areas. */
  private boolean dropped;

  /** The areas of the space that are no longer in the edit: the commit retires them. */
  private final List<Vma> removed = new ArrayList<>();

  /**
   * The attachments that the caller handed in. The section counts each until its end, because a
   * merge may leave it without an area.
   */
  private final List<Release<A>> handed = new ArrayList<>();

  /**
   * The attachments that {@link Attachments} has made: counted until the end, and then released if
   * unused.
   */
  private final List<Release<A>> made = new ArrayList<>();

  /**
   * The most areas that one bulk operation of the strategy gets. It goes through them two or three
   * times, and those of one with millions would leave the processor's caches each time.
   */
  private static final int MOST_AT_ONCE = 2048;

  /** The longest wait of {@link #writeHold}, in nanoseconds; negative for no bound. */
  private long patience = -1;

  /** Whether a write-hold has opened the mm's section. */
  private boolean holding;

  /** Whether the caller's code runs in the middle of a change. */
  private boolean asking;

  private boolean closed;

  /** Whether it was closed by a commit. */
  private boolean committed;

  /** Whether this is the space's last section, which no limit of {@link Retention} refuses. */
  private boolean closing;

  private final long began = System.nanoTime();
  private long waitedNanos;

  /** Creates a section that releases the mmap lock, which is reserved. */
  WriteSection(AddressSpace<A> space) {
    this.space = space;
    this.strategy = space.strategy();
    this.mm = space.mm();
    this.attachments = space.settings().attachments();
    this.counts = space.settings().counts();
    this.edit = space.index().edit();
    this.areas = new TreeView<>(edit);
  }

  // ---- The areas ----

  @Override
  public @Nullable Area<A> find(long address) {
    checkOpen();
    return areas.find(address);
  }

  @Override
  public @Nullable Area<A> atOrAfter(long address) {
    checkOpen();
    return areas.atOrAfter(address);
  }

  @Override
  public int size() {
    checkOpen();
    return areas.size();
  }

  /**
   * The areas in order. The iteration may go on while this section changes them: each step gives
   * the next area that starts behind the last one.
   */
  @Override
  public Iterator<Area<A>> iterator() {
    checkOpen();
    return new Walk();
  }

  // ---- Changes ----

  /**
   * Maps an area, and merges it with its neighbours where {@link Attachments#mergeable} allows.
   *
   * @throws IllegalArgumentException if the range is empty, wraps, leaves the space, or overlaps an
   *     area
   * @throws IllegalStateException if the attachment's release has begun
   */
  public void map(long start, long end, A attachment) {
    map(start, end, attachment, 0);
  }

  /**
   * Maps an area that begins at {@code offset} in its attachment; otherwise as {@link #map(long,
   * long, Object)}.
   *
   * @throws IllegalArgumentException if the range is empty, wraps, leaves the space, or overlaps an
   *     area
   * @throws IllegalStateException if the attachment's release has begun
   */
  public void map(long start, long end, A attachment, long offset) {
    checkRange(start, end);
    AreaTree.Neighbours neighbours = edit.around(start);
    requireBehind(start, end, neighbours.above());
    Objects.requireNonNull(attachment, "attachment");
    insert(new Piece<>(start, end, attachment, offset), neighbours);
  }

  /**
   * Maps many areas, as {@link #map(long, long, Object, long)} maps one after the other, in a
   * fraction of the time: all of them, or none if this throws.
   *
   * <p>They come in ascending order, and each begins where the one before it ends, or above. They
   * are taken one by one, so the caller needs no list of them. They may lie between areas that are
   * mapped already, and merge with those and with each other. A view of another space is such an
   * {@code Iterable}, too.
   *
   * <pre>{@code
   * section.mapAll(() -> segments.map(s -> new Area<>(s.start(), s.end(), s, 0)).iterator());
   * }</pre>
   *
   * @param areas iterated over once, by code of the caller, which must not use this section
   * @throws IllegalArgumentException if an area begins below the end of the one before it; or if a
   *     range is empty, wraps, leaves the space, or overlaps an area that is mapped already
   * @throws IllegalStateException if the release of an attachment has begun
   */
  public void mapAll(Iterable<Area<A>> areas) {
    checkOpen();
    Objects.requireNonNull(areas, "areas");
    Arrivals arrivals = new Arrivals();
    try {
      Iterator<Area<A>> source = ask("iterator", areas::iterator);
      for (Area<A> area = next(source); area != null; area = next(source)) {
        arrivals.map(area);
      }
      arrivals.finish();
    } finally {
      arrivals.undoUnlessFinished();
    }
  }

  /**
   * The next element, or null if there is none; as {@link #ask} does, without an object for each.
   */
  private @Nullable Area<A> next(Iterator<Area<A>> source) {
    asking = true;
    try {
      return source.hasNext() ? Objects.requireNonNull(source.next(), "area") : null;
    } finally {
      asking = false;
    }
  }

  /**
   * Maps an area where there is room, at the lowest address that fits; otherwise as {@link #map}.
   *
   * @param length the area's length, unsigned
   * @param alignment the start is a multiple of this power of two
   * @return the start
   * @throws IllegalArgumentException if the length is 0 or the alignment not a power of two
   * @throws IllegalStateException if there is no room
   */
  public long mapAnywhere(long length, long alignment, A attachment) {
    checkOpen();
    Objects.requireNonNull(attachment, "attachment");
    if (length == 0 || Long.bitCount(alignment) != 1) {
      throw new IllegalArgumentException(
          "needs a length that is not 0 and an alignment that is a power of two, got length "
              + Ranges.toString(length)
              + " and alignment "
              + Ranges.toString(alignment));
    }
    long low = space.settings().low();
    long high = space.settings().high();
    long start = edit.lowestHole(length, alignment, low, high);
    if (start == AreaTree.NO_HOLE) {
      throw new IllegalStateException(
          "no room for "
              + Ranges.toString(length)
              + " addresses at a multiple of "
              + Ranges.toString(alignment)
              + " in "
              + Ranges.toString(low, high)
              + " with "
              + edit.size()
              + " areas: unmap something, or give the space a wider range");
    }
    insert(new Piece<>(start, start + length, attachment, 0), edit.around(start));
    return start;
  }

  /**
   * Unmaps everything that is mapped in a range, splitting areas at its edges. Readers that are
   * inside at the commit keep their area until they leave.
   *
   * @return the areas, or parts of them, that are unmapped, in order; may be empty; cannot be
   *     changed
   * @throws IllegalArgumentException if the range is empty, wraps or leaves the space
   */
  public List<Area<A>> unmap(long start, long end) {
    checkRange(start, end);
    List<Vma> window = edit.collect(start, end);
    List<Piece<A>> left = new ArrayList<>();
    if (!window.isEmpty()) {
      Vma first = window.get(0);
      Vma last = window.get(window.size() - 1);
      addPart(left, first, first.start(), start);
      addPart(left, last, end, last.end());
    }
    apply(window, left);
    return TreeView.parts(window, start, end);
  }

  /**
   * Changes the attachments in a range, which must be mapped throughout: splits areas at its edges,
   * changes those inside, and merges what {@link Attachments#mergeable} then allows, within the
   * range and with the neighbours at its edges.
   *
   * @param change from an area's attachment, or that of the part inside the range, to the new one;
   *     readers may be inside, so the function changes no attachment (see {@link #writeHold}). If
   *     it returns another attachment, the area begins at offset 0 of that
   * @throws IllegalArgumentException if the range is empty, wraps, leaves the space or has holes
   */
  public void update(long start, long end, UnaryOperator<A> change) {
    checkRange(start, end);
    Objects.requireNonNull(change, "change");
    List<Vma> window = requireMapped(start, end);
    List<Piece<A>> pieces = new ArrayList<>();
    Vma first = window.get(0);
    Vma last = window.get(window.size() - 1);
    int before = handed.size();
    boolean done = false;
    try {
      addPart(pieces, first, first.start(), start);
      for (Vma vma : window) {
        long from = Ranges.max(vma.start(), start);
        long to = Ranges.min(vma.end(), end);
        Piece<A> inside = part(vma, from, to);
        A changed = ask("changed attachment", () -> change.apply(inside.attachment()));
        if (changed == inside.attachment()) {
          pieces.add(inside);
        } else {
          hand(changed);
          pieces.add(new Piece<>(from, to, changed, 0));
        }
      }
      addPart(pieces, last, end, last.end());
      apply(window, joined(window, start, end, pieces));
      done = true;
    } finally {
      if (!done) {
        takeBack(before);
      }
    }
  }

  /**
   * Gives the area that contains {@code address} another attachment, at offset 0, and merges it
   * with its neighbours where {@link Attachments#mergeable} allows. The attachment that the area
   * has already changes nothing, and keeps its offset.
   *
   * @return the attachment before
   * @throws IllegalArgumentException if no area contains the address
   */
  public A setAttachment(long address, A attachment) {
    Vma vma = requireArea(address);
    Objects.requireNonNull(attachment, "attachment");
    A before = TreeView.attachment(vma);
    if (before != attachment) {
      replace(vma, new Piece<>(vma.start(), vma.end(), attachment, 0));
    }
    return before;
  }

  /**
   * Moves the areas in a range, which must be mapped throughout, to a free range: splits areas at
   * its edges, and merges the moved areas where {@link Attachments#mergeable} allows.
   *
   * @param newStart the new start of the range; the two ranges must not overlap
   * @throws IllegalArgumentException if a range is empty, wraps or leaves the space, if the one has
   *     holes or the other is not free
   */
  public void move(long start, long end, long newStart) {
    checkRange(start, end);
    long newEnd = newStart + (end - start);
    checkRange(newStart, newEnd);
    List<Vma> window = requireMapped(start, end);
    if (Ranges.below(newStart, end) && Ranges.below(start, newEnd)) {
      throw new IllegalArgumentException(
          Ranges.toString(start, end)
              + " cannot move to "
              + Ranges.toString(newStart, newEnd)
              + ": the two overlap");
    }
    requireFree(newStart, newEnd);
    List<Piece<A>> pieces = new ArrayList<>();
    long offset = newStart - start;
    for (Vma vma : window) {
      addPart(pieces, vma, vma.start(), start);
      long from = Ranges.max(vma.start(), start);
      long to = Ranges.min(vma.end(), end);
      Piece<A> part = part(vma, from, to);
      pieces.add(new Piece<>(from + offset, to + offset, part.attachment(), part.offset()));
      addPart(pieces, vma, end, vma.end());
    }
    apply(window, joined(window, newStart, newEnd, pieces));
  }

  /**
   * Moves the end of an area: grows it into the free range behind it, and merges it with the area
   * that it then meets where {@link Attachments#mergeable} allows; or unmaps its tail. Readers of
   * the old extent go on.
   *
   * @param address any address in the area
   * @return the unmapped parts, as {@link #unmap} returns them; empty if the area did not shrink
   * @throws IllegalArgumentException if no area contains the address, if the new end is not above
   *     the area's start or leaves the space, or if the range that it grows into is not free
   */
  public List<Area<A>> resize(long address, long newEnd) {
    Vma vma = requireArea(address);
    checkRange(vma.start(), newEnd);
    if (Ranges.below(vma.end(), newEnd)) {
      requireFree(vma.end(), newEnd);
      replace(vma, new Piece<>(vma.start(), newEnd, TreeView.attachment(vma), vma.offset()));
    } else if (Ranges.below(newEnd, vma.end())) {
      return unmap(newEnd, vma.end());
    }
    return List.of();
  }

  // ---- Work in place ----

  /**
   * Bounds how long each further {@link #writeHold} waits for readers, and lets an interrupt end
   * the wait. It then throws {@link ReadersInsideException}, as it does if the thread is
   * interrupted already. By default it waits without bound and uninterruptibly.
   *
   * @param timeout zero or less: readers are not waited for
   */
  public WriteSection<A> waitAtMost(Duration timeout) {
    checkOpen();
    patience = Math.max(0, AddressSpace.nanos(timeout));
    return this;
  }

  /**
   * Write-holds the areas that have an address in a range until the section ends: keeps readers
   * out, and waits for those inside. It also waits for readers of areas with one of their
   * attachments that this section removes or that are retired. On return the caller can change the
   * content of the attachments in place. A rollback ends the hold and does not undo content.
   *
   * <p>The wait holds the mmap lock, which stops every other writer: the kernel's start_write. A
   * change to a new attachment needs no wait.
   *
   * @return the areas, in order and whole; may be empty
   * @throws IllegalArgumentException if the range is empty, wraps or leaves the space
   * @throws ReadersInsideException if readers are inside when the time of {@link #waitAtMost} is
   *     over, or the thread is interrupted; then nothing more is write-held than before
   * @throws UnsupportedOperationException if a bound is set and the strategy cannot cut a wait
   *     short
   * @throws IllegalStateException if the space tracks all holds and the thread is inside one (P7)
   */
  public List<Area<A>> writeHold(long start, long end) {
    checkRange(start, end);
    List<Vma> window = edit.collect(start, end);
    List<Area<A>> held = new ArrayList<>(window.size());
    Set<A> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Vma vma : window) {
      held.add(TreeView.area(vma));
      shared.add(TreeView.attachment(vma));
    }
    List<Vma> attached = new ArrayList<>(window);
    attached.removeIf(vma -> !vma.isOf(mm)); // this section created it: it has no readers
    for (Vma vma : removed) { // but readers of a removed area may look at the same content
      if (shared.contains(TreeView.<A>attachment(vma))) {
        attached.add(vma);
      }
    }
    space.checkMayWait();
    if (!holding && !attached.isEmpty()) {
      mm.beginSection();
      holding = true;
    }
    long since = System.nanoTime();
    new ReaderWait<>(space, patience).writeHold(attached, shared);
    waitedNanos += System.nanoTime() - since;
    return held;
  }

  // ---- The end ----

  /**
   * Makes all changes of this section visible at once and releases the mmap lock; waits for no
   * reader. The section is closed afterwards. If this throws, the section was rolled back.
   *
   * @return the releases that are left
   * @throws RetentionExceededException if the space keeps too much that is retired ({@link
   *     AtLimit#THROW})
   * @throws IllegalStateException if this section is closed
   * @throws IllegalMonitorStateException on another thread than the one that opened it
   */
  public Commit commit() {
    checkOpen();
    Plan plan;
    try {
      plan = new Plan();
      plan.enter();
    } catch (Throwable e) {
      rollBack(e);
      throw e;
    }
    closed = true;
    committed = true;
    try {
      plan.makeVisible();
    } finally {
      mm.writeUnlock();
    }
    plan.settle();
    return plan.commit;
  }

  /**
   * Commits as {@link #commit} does and goes on holding the mmap lock for reading, with no writer
   * in between. There is no {@link Commit} to wait for: inside a read section nothing may wait for
   * a release (P7).
   */
  public ReadSection<A> downgrade() {
    checkOpen();
    Plan plan;
    ReadSection<A> section = null;
    boolean visible = false;
    try {
      plan = new Plan();
      section = new ReadSection<>(space, plan.next);
      plan.enter();
      closed = true;
      committed = true;
      try {
        plan.makeVisible();
        if (!holding) {
          mm.beginSection(); // so that there is one to downgrade
        }
        visible = true;
      } finally {
        if (visible) {
          mm.downgrade();
        } else {
          mm.writeUnlock();
        }
      }
    } catch (Throwable e) {
      if (section != null) {
        section.abandon();
      }
      if (!closed) {
        rollBack(e);
      }
      throw e;
    }
    plan.settle();
    return section;
  }

  /**
   * Rolls the section back unless it was committed: nothing has changed, and the mmap lock is free.
   * Closing twice does nothing.
   *
   * @throws IllegalMonitorStateException on another thread than the one that opened it
   */
  @Override
  public void close() {
    if (!closed) {
      checkOpen();
      rollBack(null);
    }
  }

  /** Commits the last section of a space that closes: it opens no other. */
  void commitClosing() {
    closing = true;
    commit();
  }

  /** Maps copies of all areas of a parent, for {@link AddressSpace#fork}. */
  void copyAll(AreaView<A> parent) {
    Arrivals arrivals = new Arrivals();
    try {
      for (Area<A> area : parent) {
        A attachment =
            make(
                "forked attachment",
                () -> attachments.fork(area.attachment()),
                area.attachment(),
                area.attachment());
        long offset = attachment == area.attachment() ? area.offset() : 0;
        arrivals.add(area.start(), area.end(), attachment, offset);
      }
      arrivals.finish();
    } finally {
      arrivals.undoUnlessFinished();
    }
  }

  /** Unmaps everything, for {@link AddressSpace#close}. */
  void unmapAll() {
    List<Vma> all = new ArrayList<>(edit.size());
    edit.forEach(all::add);
    apply(all, List.of());
  }

  private void rollBack(@Nullable Throwable cause) {
    closed = true;
    try {
      try {
        letGo(created);
      } finally {
        mm.writeUnlock();
      }
      space.rolledBack(began, waitedNanos);
    } catch (Throwable e) {
      if (cause == null) {
        throw e;
      }
      cause.addSuppressed(e);
    }
  }

  /**
   * Takes areas that are not committed off their attachments' counts, and then this section's own
   * counts off the attachments that it was handed and that {@link Attachments} made. This runs
   * under the mmap lock, and before others see a change. So each attachment of such an area is
   * still counted by another area of the space or by this section. Only stores.
   */
  private void letGo(List<Vma> areas) {
    AttachmentCounts<A> counted = counts;
    if (counted != null) {
      for (int i = 0; i < areas.size(); i++) {
        counted.removeShared(TreeView.<A>attachment(areas.get(i)));
      }
      space.retired().letGo(handed, 0);
      space.retired().letGo(made, 0);
    }
  }

  /** The steps of a commit. Once the plan is made and entered, every step that can fail is over. */
  private final class Plan {
    final List<Vma> coming;
    final List<Vma> discarded;
    final RetiredAreas.Batch<A> going =
        space.retired().batch(removed.size(), handed.size() + made.size());
    final AreaIndex next = edit.freeze();
    final boolean changes;
    final Commit commit;

    /** Room for {@link #MOST_AT_ONCE} elements, where there are more. */
    final @Nullable List<Vma> comingPart;

    final @Nullable List<RetiredArea<A>> goingPart;

    Plan() {
      if (dropped) {
        coming = new ArrayList<>(created.size());
        discarded = new ArrayList<>();
        for (Vma vma : created) {
          (edit.find(vma.start()) == vma ? coming : discarded).add(vma);
        }
      } else {
        coming = created;
        discarded = List.of();
      }
      for (int i = 0; i < removed.size(); i++) {
        Vma vma = removed.get(i);
        going.add(vma, weigh(TreeView.<A>attachment(vma)));
      }
      changes = !coming.isEmpty() || !going.areas.isEmpty();
      if (!going.areas.isEmpty()) {
        space.retired().expectReleases();
      }
      int most = Math.max(coming.size(), going.areas.size());
      comingPart = most > MOST_AT_ONCE ? new ArrayList<>(MOST_AT_ONCE) : null;
      goingPart = most > MOST_AT_ONCE ? new ArrayList<>(MOST_AT_ONCE) : null;
      commit = space.commitOf(going, handed, made);
    }

    /** The last step that may fail: an error of the stack or a limit of {@link Retention}. */
    void enter() {
      StackReserve.probe();
      space.retired().add(going, closing);
      AttachmentCounts<A> counted = counts;
      if (counted != null) { // from here on nothing fails
        for (int i = 0; i < handed.size(); i++) {
          counted.own(handed.get(i).attachment);
        }
      }
      letGo(discarded);
    }

    /** The first step that others can see, and all further ones: after it there are only stores. */
    void makeVisible() {
      if (changes) {
        if (!holding) {
          mm.beginSection();
          holding = true;
        }
        boolean made = false;
        try {
          attach();
          retire();
          made = true;
        } finally {
          if (!made) {
            space.retired().withdrawUnbegun(going.areas); // the strategy threw: it is broken
          }
        }
        space.publish(next);
      }
      if (closing) {
        space.setClosed();
      }
    }

    private void attach() {
      if (comingPart == null) {
        strategy.attach(mm, coming);
      } else {
        for (int i = 0; i < coming.size(); i += comingPart.size()) {
          strategy.attach(mm, part(coming, i, comingPart));
        }
      }
    }

    private void retire() {
      if (goingPart == null) {
        strategy.retire(mm, going.areas);
      } else {
        for (int i = 0; i < going.areas.size(); i += goingPart.size()) {
          strategy.retire(mm, part(going.areas, i, goingPart));
        }
      }
    }

    /** Fills a list, which has the room, with the next elements. Allocates nothing. */
    private static <T> List<T> part(List<T> all, int from, List<T> part) {
      part.clear();
      int to = Math.min(all.size(), from + MOST_AT_ONCE);
      for (int i = from; i < to; i++) {
        part.add(all.get(i));
      }
      return part;
    }

    /**
     * The steps after the release of the mmap lock. The commit is done in any case: an error is
     * logged, and {@link Releaser} makes up for it.
     */
    void settle() {
      try {
        space.retired().settle(going.areas);
        space.committed(began, waitedNanos, coming.size(), going.areas.size());
      } catch (Throwable e) {
        SpaceLog.warn("a commit is done, and what follows it was put off by an error", e);
      }
    }
  }

  /**
   * No weigher keeps a space from closing: the last section is not weighed, as no limit binds it.
   */
  private long weigh(A attachment) {
    if (closing) {
      return 0;
    }
    asking = true; // as ask() does, without an object for each
    try {
      return space.settings().weigh(attachment);
    } finally {
      asking = false;
    }
  }

  // ---- How ----

  /**
   * Replaces areas by pieces, in the edit: the one way in which a section changes anything.
   *
   * @param window the areas to replace, in order; one that equals a piece stays
   * @param pieces the pieces that replace them, in order
   */
  private void apply(List<Vma> window, List<Piece<A>> pieces) {
    List<Vma> coming = new ArrayList<>(pieces.size());
    Set<Vma> kept = null;
    int next = 0; // in the window, which is in order, as are the pieces
    for (int i = 0; i < pieces.size(); i++) {
      Piece<A> piece = pieces.get(i);
      while (next < window.size() && Ranges.below(window.get(next).start(), piece.start())) {
        next++;
      }
      Vma old = next < window.size() ? window.get(next) : null;
      if (old != null && piece.is(old)) {
        if (kept == null) {
          kept = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        kept.add(old);
      } else {
        Vma vma = strategy.newVma(piece.start(), piece.end(), piece.attachment());
        vma.setAttachment(piece.attachment(), piece.offset());
        coming.add(vma);
      }
    }
    List<Vma> going = window;
    if (kept != null) {
      going = new ArrayList<>(window);
      going.removeIf(kept::contains);
    }
    List<Vma> retiring = going;
    if (!created.isEmpty()) { // otherwise a look at each of millions would be in vain
      retiring = new ArrayList<>(going.size());
      retire(going, retiring);
    }
    int before = removed.size();
    int already = created.size();
    count(coming);
    boolean replaced = false;
    try {
      created.addAll(coming);
      removed.addAll(retiring);
      edit.replace(going, coming);
      replaced = true;
    } finally {
      if (!replaced) {
        // No step here may fail, so none allocates: the heap may be full.
        discount(coming, 0, coming.size());
        cut(created, already);
        cut(removed, before);
      }
    }
  }

  /**
   * Areas that come in ascending order: planned one by one beside those that are mapped already,
   * and put into the edit together. The edit stays as it is until then, so it answers which areas
   * are in the way.
   */
  final class Arrivals {
    private final int createdBefore = created.size();
    private final int removedBefore = removed.size();
    private final int handedBefore = handed.size();

    /** The number of the areas created here that are counted on their attachments. */
    private int counted;

    /** The areas that others here have taken in, in order. */
    private final List<Vma> window = new ArrayList<>();

    /** The last area, which may still take in the next. */
    private @Nullable Area<A> pending;

    /** The end of the area that came last. */
    private long end;

    /** The lowest area of the edit that ends above the start of the one that came last. */
    private @Nullable Vma above;

    private boolean finished;

    /** Maps the next area. */
    void map(Area<A> area) {
      Ranges.check(area.start(), area.end(), space.settings().low(), space.settings().high());
      Objects.requireNonNull(area.attachment(), "attachment");
      Area<A> before = pending;
      if (before != null && Ranges.below(area.start(), end)) {
        throw new IllegalArgumentException(
            Ranges.toString(area.start(), area.end())
                + " begins below "
                + Ranges.toString(end)
                + ", where the area before it ends: areas must come in ascending order");
      }
      Vma below = null;
      if (before == null || (above != null && Ranges.below(above.start(), area.end()))) {
        AreaTree.Neighbours neighbours = edit.around(area.start());
        requireBehind(area.start(), area.end(), neighbours.above());
        below = neighbours.below();
        above = neighbours.above();
      }
      end = area.end();
      hand(area.attachment());
      pending = joinedAbove(joinedBelow(before, below, area));
    }

    /** Joins an area with the one that ends where it starts, if there is one; adds what is not. */
    private Area<A> joinedBelow(@Nullable Area<A> before, @Nullable Vma below, Area<A> area) {
      if (before != null && before.end() == area.start()) {
        if (mergeable(before, area)) {
          return merged(before, area);
        }
      } else if (below != null && below.end() == area.start()) {
        Area<A> mapped = TreeView.area(below);
        if (mergeable(mapped, area)) {
          add(before);
          window.add(below);
          return merged(mapped, area);
        }
      }
      add(before);
      return area;
    }

    private Area<A> joinedAbove(Area<A> area) {
      Vma next = above;
      if (next != null && next.start() == area.end()) {
        Area<A> mapped = TreeView.area(next);
        if (mergeable(area, mapped)) {
          window.add(next);
          return merged(area, mapped);
        }
      }
      return area;
    }

    private boolean mergeable(Area<A> left, Area<A> right) {
      return WriteSection.this.mergeable(
          left.attachment(), left.offset(left.end()), right.attachment(), right.offset());
    }

    private Area<A> merged(Area<A> left, Area<A> right) {
      A both = merge(left.attachment(), right.attachment());
      return new Area<>(left.start(), right.end(), both, left.offset());
    }

    private void add(@Nullable Area<A> area) {
      if (area != null) {
        add(area.start(), area.end(), area.attachment(), area.offset());
      }
    }

    /** Adds an area as it is, above all others here. */
    void add(long start, long end, A attachment, long offset) {
      Vma vma = strategy.newVma(start, end, attachment);
      vma.setAttachment(attachment, offset);
      created.add(vma);
      AttachmentCounts<A> counting = counts;
      if (counting != null) {
        counting.add(attachment, false);
        counted++;
      }
    }

    /** Puts all of them into the edit. */
    void finish() {
      add(pending);
      retire(window, removed);
      List<Vma> coming =
          createdBefore == 0 ? created : created.subList(createdBefore, created.size());
      edit.replace(window, coming);
      finished = true;
    }

    /** No step here may fail, so none allocates: the heap may be full. */
    void undoUnlessFinished() {
      if (!finished) {
        discount(created, createdBefore, createdBefore + counted);
        cut(created, createdBefore);
        cut(removed, removedBefore);
        takeBack(handedBefore);
      }
    }
  }

  /** Adds those areas to a list that are the space's: only they have to be retired. */
  private void retire(List<Vma> going, List<Vma> retiring) {
    for (int i = 0; i < going.size(); i++) {
      Vma vma = going.get(i);
      if (vma.isOf(mm)) {
        retiring.add(vma);
      } else { // this section created it: no reader has seen it
        dropped = true; // if this change fails, the search for it finds nothing
      }
    }
  }

  /** Removes the last elements, so that {@code size} are left; a sublist would be allocated. */
  private static void cut(List<?> list, int size) {
    while (list.size() > size) {
      list.remove(list.size() - 1);
    }
  }

  /** Counts areas on their attachments: all of them, or none where one is refused. */
  private void count(List<Vma> areas) {
    AttachmentCounts<A> counted = counts;
    if (counted != null) {
      int done = 0;
      try {
        for (; done < areas.size(); done++) {
          counted.add(TreeView.attachment(areas.get(done)), false);
        }
      } finally {
        if (done < areas.size()) {
          discount(areas, 0, done);
        }
      }
    }
  }

  /**
   * Takes some areas of a list off their attachments' counts after a failed change. As in {@link
   * #letGo}, another area or the section still counts each attachment.
   */
  private void discount(List<Vma> areas, int from, int to) {
    AttachmentCounts<A> counted = counts;
    if (counted != null) {
      for (int i = from; i < to; i++) {
        counted.removeShared(TreeView.<A>attachment(areas.get(i)));
      }
    }
  }

  /** Adds the rest of an area in {@code [from, to)}, if it is not empty. */
  private void addPart(List<Piece<A>> pieces, Vma vma, long from, long to) {
    if (Ranges.below(from, to)) {
      pieces.add(part(vma, from, to));
    }
  }

  private Piece<A> part(Vma vma, long from, long to) {
    A whole = TreeView.attachment(vma);
    long offset = vma.offset() + (from - vma.start());
    if (from == vma.start() && to == vma.end()) {
      return new Piece<>(from, to, whole, offset);
    }
    A part =
        make("part's attachment", () -> attachments.part(whole, offset, to - from), whole, whole);
    return new Piece<>(from, to, part, part == whole ? offset : 0);
  }

  /** Asks {@link Attachments} for an attachment; a new one belongs to the space. */
  private A make(String what, Supplier<? extends A> code, A known, A alsoKnown) {
    A one = ask(what, code);
    if (one != known && one != alsoKnown) {
      space.retired().expectReleases(); // also if a rollback releases it
      keep(one, made, true);
    }
    return one;
  }

  /** Counts an attachment until this section ends. */
  private void keep(A attachment, List<Release<A>> list, boolean owned) {
    AttachmentCounts<A> counted = counts;
    if (counted != null) {
      Release<A> release = new Release<>(space.retired(), attachment, null, weigh(attachment));
      list.add(release);
      boolean done = false;
      try {
        counted.add(attachment, owned);
        done = true;
      } finally {
        if (!done) {
          list.remove(list.size() - 1);
        }
      }
    }
  }

  /**
   * Runs the caller's code, which must not use this section: the change that asks is planned on the
   * areas as they are.
   */
  private <R> R ask(String what, Supplier<? extends R> code) {
    asking = true;
    try {
      return Objects.requireNonNull(code.get(), what);
    } finally {
      asking = false;
    }
  }

  /** Puts a piece where nothing is. */
  private void insert(Piece<A> piece, AreaTree.Neighbours neighbours) {
    replace(new ArrayList<>(), piece, neighbours.below(), neighbours.above());
  }

  private void replace(Vma vma, Piece<A> piece) {
    replace(
        new ArrayList<>(List.of(vma)), piece, edit.before(piece.start()), edit.find(piece.end()));
  }

  private void replace(
      List<Vma> window, Piece<A> piece, @Nullable Vma before, @Nullable Vma after) {
    int handedBefore = handed.size();
    boolean done = false;
    try {
      hand(piece.attachment());
      apply(window, joined(window, piece.start(), piece.end(), List.of(piece), before, after));
      done = true;
    } finally {
      if (!done) {
        takeBack(handedBefore);
      }
    }
  }

  /** Counts an attachment that the caller handed in. */
  private void hand(A attachment) {
    keep(attachment, handed, false);
  }

  /** Gives back the attachment handed to a failed change: the caller keeps it. */
  private void takeBack(int before) {
    space.retired().letGo(handed, before); // allocates nothing, as the heap may be full
    cut(handed, before);
  }

  /**
   * Merges pieces with each other and with the areas next to a range that they fill, which then are
   * part of the window.
   */
  private List<Piece<A>> joined(List<Vma> window, long start, long end, List<Piece<A>> pieces) {
    return joined(window, start, end, pieces, edit.before(start), edit.find(end));
  }

  /**
   * Merges pieces, given the neighbours of the range.
   *
   * @param before the area that ends at {@code start}, or any other area or null if there is none
   * @param after the area that starts at {@code end}, or any other area or null if there is none
   */
  private List<Piece<A>> joined(
      List<Vma> window,
      long start,
      long end,
      List<Piece<A>> pieces,
      @Nullable Vma before,
      @Nullable Vma after) {
    boolean alone =
        (before == null || before.end() != start) && (after == null || after.start() != end);
    if (alone && pieces.size() == 1) {
      return pieces;
    }
    List<Piece<A>> run = new ArrayList<>(pieces);
    if (before != null && before.end() == start && !window.contains(before)) {
      window.add(before);
      run.add(Piece.of(before));
    }
    if (after != null && after.start() == end && !window.contains(after)) {
      window.add(after);
      run.add(Piece.of(after));
    }
    window.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    run.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    return merged(run);
  }

  private List<Piece<A>> merged(List<Piece<A>> pieces) {
    List<Piece<A>> merged = new ArrayList<>();
    for (Piece<A> right : pieces) {
      int top = merged.size() - 1;
      if (top >= 0 && merged.get(top).end() == right.start()) {
        Piece<A> left = merged.get(top);
        long leftEnd = left.offset() + (left.end() - left.start());
        if (mergeable(left.attachment(), leftEnd, right.attachment(), right.offset())) {
          A both = merge(left.attachment(), right.attachment());
          merged.set(top, new Piece<>(left.start(), right.end(), both, left.offset()));
          continue;
        }
      }
      merged.add(right);
    }
    return merged;
  }

  private boolean mergeable(A left, long leftEnd, A right, long rightStart) {
    asking = true; // as ask() does, without an object for each
    try {
      return attachments.mergeable(left, leftEnd, right, rightStart);
    } finally {
      asking = false;
    }
  }

  private A merge(A left, A right) {
    return make("merged attachment", () -> attachments.merge(left, right), left, right);
  }

  private Vma requireArea(long address) {
    checkOpen();
    Vma vma = edit.find(address);
    if (vma == null) {
      throw new IllegalArgumentException("no area contains " + Ranges.toString(address));
    }
    return vma;
  }

  /** The areas that cover a range without a hole. */
  private List<Vma> requireMapped(long start, long end) {
    List<Vma> window = edit.collect(start, end);
    long address = start;
    for (Vma vma : window) {
      if (Ranges.below(address, vma.start())) {
        break;
      }
      address = vma.end();
    }
    if (Ranges.below(address, end)) {
      throw new IllegalArgumentException(
          Ranges.toString(start, end)
              + " must be mapped throughout, and has a hole at "
              + Ranges.toString(address));
    }
    return window;
  }

  private void requireFree(long start, long end) {
    requireBehind(start, end, edit.atOrAfter(start));
  }

  /** Checks that a range ends where the first area that ends above its start begins, or below. */
  private static void requireBehind(long start, long end, @Nullable Vma other) {
    if (other != null && Ranges.below(other.start(), end)) {
      throw new IllegalArgumentException(
          Ranges.toString(start, end)
              + " overlaps the area "
              + Ranges.toString(other.start(), other.end())
              + ": unmap it first");
    }
  }

  private void checkRange(long start, long end) {
    checkOpen();
    Ranges.check(start, end, space.settings().low(), space.settings().high());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this section was "
              + (committed ? "committed" : "rolled back")
              + ": open another by write(); a function that is given to write(...) commits by its"
              + " return and rolls back by an exception (M5)");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalMonitorStateException(
          "this section belongs to "
              + Misuse.thread(owner)
              + ", not to "
              + Misuse.thread(Thread.currentThread())
              + " (M1)");
    }
    if (asking) {
      throw new IllegalStateException(
          "this section is in the middle of a change: attachments and functions that it asks must"
              + " not use it");
    }
  }

  /** From area to area by address, so that it bears changes. */
  private final class Walk implements Iterator<Area<A>> {
    private long address;

    @Override
    public boolean hasNext() {
      checkOpen();
      return ahead() != null;
    }

    @Override
    public Area<A> next() {
      checkOpen();
      Vma vma = ahead();
      if (vma == null) {
        throw new NoSuchElementException();
      }
      address = vma.end();
      return TreeView.area(vma);
    }

    private @Nullable Vma ahead() {
      Vma vma = edit.atOrAfter(address);
      // An area that has taken in the last one is behind, too.
      return vma != null && Ranges.below(vma.start(), address) ? edit.next(vma) : vma;
    }
  }
}
