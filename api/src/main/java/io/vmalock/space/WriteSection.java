package io.vmalock.space;

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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A space while one thread holds its mmap lock for writing: the only way to change it.
 *
 * <p>A change keeps readers out of the areas that it concerns and waits for those inside; other
 * areas are read meanwhile. What the section did becomes visible when it is closed, all at once.
 * Each change is made whole or not at all: bad arguments, an exception in the caller's code, and a
 * wait that is given up leave the areas as they were. The caller's code, that is {@link
 * Attachments} and functions given to a change, runs before readers are kept out, and must not use
 * the section.
 *
 * <p>A change needs readers to leave, so whoever makes one must not be inside a hold of the space
 * (P7).
 *
 * <p>Only for the thread that opened it; use it in try-with-resources.
 */
public final class WriteSection<A> implements AreaView<A>, AutoCloseable {
  private final AddressSpace<A> space;
  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final Attachments<A> attachments;
  private final Thread owner = Thread.currentThread();
  private final AreaIndex.Edit edit;
  private final TreeView<A> areas;

  /** The longest to wait for readers at each change, in nanoseconds; negative for no bound. */
  private long patience = -1;

  /** Whether the caller's code runs in the middle of a change. */
  private boolean asking;

  private boolean closed;

  /** The mmap lock is held for writing, and this section's to end. */
  WriteSection(AddressSpace<A> space, Attachments<A> attachments) {
    this.space = space;
    this.strategy = space.strategy();
    this.mm = space.mm();
    this.attachments = attachments;
    this.edit = space.index().edit();
    this.areas = new TreeView<>(edit);
  }

  // ---- What is there ----

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
   * The areas in order, also while this section changes them: goes on with the next area that
   * starts behind the one it gave last.
   */
  @Override
  public Iterator<Area<A>> iterator() {
    checkOpen();
    return new Walk();
  }

  // ---- Changes ----

  /**
   * Bounds how long each further change waits for readers, and lets an interrupt end the wait: it
   * then throws {@link ReadersInsideException} and changes nothing, as it does if the thread is
   * interrupted already. As a section begins, changes wait without bound and uninterruptibly.
   *
   * @param timeout zero or less: readers are not waited for
   * @throws UnsupportedOperationException at the change, where the strategy cannot cut a wait short
   */
  public WriteSection<A> waitAtMost(Duration timeout) {
    checkOpen();
    patience = Math.max(0, AddressSpace.nanos(timeout));
    return this;
  }

  /**
   * Maps an area, and merges it with its neighbours where {@link Attachments#mergeable} allows.
   *
   * @throws IllegalArgumentException if the range is empty, wraps, leaves the space, or overlaps an
   *     area
   */
  public void map(long start, long end, A attachment) {
    checkRange(start, end);
    requireFree(start, end);
    Objects.requireNonNull(attachment, "attachment");
    insert(start, end, attachment);
  }

  /**
   * Maps an area where there is room, at the lowest address that fits; otherwise as {@link #map}.
   *
   * @param length the area's length, unsigned
   * @param alignment what the start is to be a multiple of: a power of two
   * @return where it starts
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
    insert(start, start + length, attachment);
    return start;
  }

  /**
   * Unmaps whatever is mapped in a range, splitting areas at its edges. On return no reader is
   * inside what was unmapped, and none gets in: what its attachments stand for can be released.
   *
   * @return the areas, or parts of them, that were unmapped, in order; may be empty
   * @throws IllegalArgumentException if the range is empty, wraps or leaves the space
   */
  public List<Area<A>> unmap(long start, long end) {
    checkRange(start, end);
    List<Vma> window = edit.collect(start, end);
    List<Piece<A>> left = new ArrayList<>();
    List<Area<A>> removed = new ArrayList<>();
    for (Vma vma : window) {
      addPart(left, vma, vma.start(), start);
      long from = Ranges.max(vma.start(), start);
      long to = Ranges.min(vma.end(), end);
      removed.add(new Area<>(from, to, part(vma, from, to)));
      addPart(left, vma, end, vma.end());
    }
    apply(window, left);
    return removed;
  }

  /**
   * Changes the attachments in a range, which must be mapped throughout: splits areas at its edges,
   * changes those inside, and merges what {@link Attachments#mergeable} then allows, within the
   * range and with the neighbours at its edges.
   *
   * @param change from an area's attachment, or that of the part inside the range, to the new one;
   *     readers may be inside, so it changes nothing itself (see {@link #keepOut})
   * @throws IllegalArgumentException if the range is empty, wraps, leaves the space or has holes
   */
  public void update(long start, long end, UnaryOperator<A> change) {
    checkRange(start, end);
    Objects.requireNonNull(change, "change");
    List<Vma> window = requireMapped(start, end);
    List<Piece<A>> pieces = new ArrayList<>();
    Vma first = window.get(0);
    Vma last = window.get(window.size() - 1);
    addPart(pieces, first, first.start(), start);
    for (Vma vma : window) {
      long from = Ranges.max(vma.start(), start);
      long to = Ranges.min(vma.end(), end);
      A inside = part(vma, from, to);
      A changed = ask("changed attachment", () -> change.apply(inside));
      pieces.add(new Piece<>(from, to, changed));
    }
    addPart(pieces, last, end, last.end());
    apply(window, joined(window, start, end, pieces));
  }

  /**
   * Gives the area that contains {@code address} another attachment, and merges it with its
   * neighbours where {@link Attachments#mergeable} allows.
   *
   * @return the attachment before
   * @throws IllegalArgumentException if no area contains the address
   */
  public A setAttachment(long address, A attachment) {
    Vma vma = requireArea(address);
    Objects.requireNonNull(attachment, "attachment");
    A before = TreeView.attachment(vma);
    replace(vma, vma.end(), attachment);
    return before;
  }

  /**
   * Moves what is mapped in a range, which must be mapped throughout, to another that is free:
   * splits areas at its edges, and merges what has moved where {@link Attachments#mergeable}
   * allows.
   *
   * @param newStart where the range is to start; the two ranges must not overlap
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
      pieces.add(new Piece<>(from + offset, to + offset, part(vma, from, to)));
      addPart(pieces, vma, end, vma.end());
    }
    apply(window, joined(window, newStart, newEnd, pieces));
  }

  /**
   * Moves the end of an area: grows it into the free range behind it, and merges it with the area
   * that it then meets where {@link Attachments#mergeable} allows; or unmaps its tail.
   *
   * @param address any in the area
   * @return what was unmapped, as {@link #unmap} says; empty if the area did not shrink
   * @throws IllegalArgumentException if no area contains the address, if the new end is not above
   *     the area's start or leaves the space, or if what it grows into is not free
   */
  public List<Area<A>> resize(long address, long newEnd) {
    Vma vma = requireArea(address);
    checkRange(vma.start(), newEnd);
    if (Ranges.below(vma.end(), newEnd)) {
      requireFree(vma.end(), newEnd);
      replace(vma, newEnd, TreeView.attachment(vma));
    } else if (Ranges.below(newEnd, vma.end())) {
      return unmap(newEnd, vma.end());
    }
    return List.of();
  }

  /**
   * Keeps readers out of the areas that have an address in a range until the section ends, and
   * waits for those inside: on return, what the areas stand for can be changed in place.
   *
   * @return the areas, in order and whole; may be empty
   * @throws IllegalArgumentException if the range is empty, wraps or leaves the space
   */
  public List<Area<A>> keepOut(long start, long end) {
    checkRange(start, end);
    List<Vma> window = edit.collect(start, end);
    lock(window);
    List<Area<A>> areas = new ArrayList<>();
    window.forEach(vma -> areas.add(TreeView.area(vma)));
    return areas;
  }

  /**
   * Copies the space, as fork does with a process's: the areas as they are now, each with what
   * {@link Attachments#fork} makes of its attachment, in a new space with the same settings.
   *
   * <p>Write-holds all areas of this one until the section ends, so that fork may copy what they
   * stand for.
   */
  public AddressSpace<A> fork() {
    checkOpen();
    List<Vma> parents = all();
    lock(parents);
    AddressSpace<A> child = space.settings().build();
    Mm childMm = child.mm();
    List<Vma> copies = new ArrayList<>(parents.size());
    for (Vma parent : parents) {
      Vma copy = strategy.copy(parent, parent.start(), parent.end());
      A attachment = TreeView.attachment(parent);
      copy.setAttachment(ask("forked attachment", () -> attachments.fork(attachment)));
      copies.add(copy);
    }
    childMm.writeLock();
    try {
      for (Vma copy : copies) {
        strategy.attach(childMm, copy);
      }
      child.publish(AreaIndex.of(copies));
    } finally {
      childMm.writeUnlock();
    }
    return child;
  }

  // ---- The end ----

  /**
   * Ends the section: its changes become visible and its areas readable, and other threads may open
   * sections. Closing twice does nothing.
   *
   * @throws IllegalMonitorStateException on another thread than the one that opened it
   */
  @Override
  public void close() {
    if (!closed) {
      checkOpen();
      closed = true;
      space.publish(edit.freeze());
      mm.writeUnlock();
    }
  }

  /**
   * Ends the section as {@link #close} does and goes on holding the mmap lock for reading, with no
   * writer in between.
   */
  public ReadSection<A> downgrade() {
    checkOpen();
    closed = true;
    space.publish(edit.freeze());
    mm.downgrade();
    return new ReadSection<>(space);
  }

  /** Unmaps everything. */
  void detachAll() {
    apply(all(), List.of());
  }

  // ---- How ----

  /**
   * Puts pieces in the place of areas: the one way in which a section changes anything. Waiting for
   * readers comes first, and after it nothing can fail.
   *
   * @param window the areas that give way, in order; one whose range a piece has exactly stays,
   *     with the piece's attachment
   * @param pieces what is there afterwards in their place, in order
   */
  private void apply(List<Vma> window, List<Piece<A>> pieces) {
    Set<Vma> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Vma> locked = new ArrayList<>();
    List<A> changes = new ArrayList<>();
    List<Vma> coming = new ArrayList<>();
    for (Piece<A> piece : pieces) {
      Vma old = edit.find(piece.start());
      if (old == null || old.start() != piece.start() || old.end() != piece.end()) {
        coming.add(strategy.newVma(piece.start(), piece.end(), piece.attachment()));
      } else {
        kept.add(old);
        if (old.attachment() != piece.attachment()) {
          locked.add(old);
          changes.add(piece.attachment());
        }
      }
    }
    List<Vma> going = new ArrayList<>(window);
    going.removeIf(kept::contains);
    locked.addAll(going);
    lock(locked);

    for (int i = 0; i < changes.size(); i++) {
      locked.get(i).setAttachment(changes.get(i));
    }
    for (Vma vma : coming) {
      strategy.attach(mm, vma);
    }
    edit.replace(going, coming);
    if (!going.isEmpty()) {
      strategy.detach(mm, going);
    }
  }

  /** Write-holds areas, waiting for their readers for as long as the section's patience allows. */
  private void lock(List<Vma> vmas) {
    if (vmas.isEmpty()) {
      return;
    }
    space.checkMayWait();
    Counters counters = space.counters();
    boolean waits = counters != null && readersInside(vmas);
    long began = waits ? System.nanoTime() : 0;
    try {
      if (patience < 0) {
        strategy.startWrite(mm, vmas);
      } else {
        lockPatiently(vmas);
      }
    } finally {
      if (waits) {
        Objects.requireNonNull(counters).waited(System.nanoTime() - began);
      }
    }
  }

  private void lockPatiently(List<Vma> vmas) {
    int readers;
    try {
      // One alone needs no EARLY_END_WRITE, there being nothing to give back.
      readers =
          vmas.size() == 1
              ? strategy.tryStartWrite(mm, vmas.get(0), patience)
              : strategy.tryStartWrite(mm, vmas, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadersInsideException(
          "interrupted while waiting for readers to leave; nothing was changed", 0);
    }
    if (readers > 0) {
      throw new ReadersInsideException(
          readers
              + (readers == 1 ? " reader was" : " readers were")
              + " still inside after "
              + Duration.ofNanos(patience)
              + "; nothing was changed",
          readers);
    }
  }

  private boolean readersInside(List<Vma> vmas) {
    for (Vma vma : vmas) {
      if (strategy.readers(vma) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Adds what remains of an area in {@code [from, to)}, if that is not empty. */
  private void addPart(List<Piece<A>> pieces, Vma vma, long from, long to) {
    if (Ranges.below(from, to)) {
      pieces.add(new Piece<>(from, to, part(vma, from, to)));
    }
  }

  private A part(Vma vma, long from, long to) {
    A whole = TreeView.attachment(vma);
    if (from == vma.start() && to == vma.end()) {
      return whole;
    }
    return ask("part's attachment", () -> attachments.part(whole, from - vma.start(), to - from));
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

  private void insert(long start, long end, A attachment) {
    List<Vma> window = new ArrayList<>();
    apply(window, joined(window, start, end, List.of(new Piece<>(start, end, attachment))));
  }

  private void replace(Vma vma, long end, A attachment) {
    List<Vma> window = new ArrayList<>(List.of(vma));
    Piece<A> piece = new Piece<>(vma.start(), end, attachment);
    apply(window, joined(window, piece.start(), end, List.of(piece)));
  }

  /**
   * Merges pieces with each other and with the areas next to a range that they fill, which then are
   * part of the window.
   */
  private List<Piece<A>> joined(List<Vma> window, long start, long end, List<Piece<A>> pieces) {
    List<Piece<A>> run = new ArrayList<>(pieces);
    Vma before = edit.before(start);
    if (before != null && before.end() == start && !window.contains(before)) {
      window.add(before);
      run.add(Piece.of(before));
    }
    Vma after = edit.find(end);
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
    for (Piece<A> piece : pieces) {
      int top = merged.size() - 1;
      A right = piece.attachment();
      if (top >= 0 && merged.get(top).end() == piece.start()) {
        long start = merged.get(top).start();
        A left = merged.get(top).attachment();
        if (ask(
            "whether to merge", () -> attachments.mergeable(left, piece.start() - start, right))) {
          A both = ask("merged attachment", () -> attachments.merge(left, right));
          merged.set(top, new Piece<>(start, piece.end(), both));
          continue;
        }
      }
      merged.add(piece);
    }
    return merged;
  }

  private List<Vma> all() {
    List<Vma> all = new ArrayList<>(edit.size());
    edit.forEach(all::add);
    return all;
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
    Vma other = edit.overlapping(start, end);
    if (other != null) {
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
      throw new IllegalStateException("this section is closed: open another by write() (M5)");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalMonitorStateException(
          "this section belongs to thread "
              + owner.getName()
              + ", not to "
              + Thread.currentThread().getName()
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
      // One that has taken in what was given last is behind, too.
      return vma != null && Ranges.below(vma.start(), address) ? edit.next(vma) : vma;
    }
  }
}
