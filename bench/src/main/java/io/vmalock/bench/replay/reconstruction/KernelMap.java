package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The areas of one recorded address space as the kernel keeps them, and its rules for splitting and
 * joining them.
 *
 * <p>The kernel joins two neighbours when one of them changes or is made, they are alike and go on
 * in one file, and their own pages have one origin. It does not join them later, when they become
 * alike in another way, such as by a fork.
 *
 * <p>Each method appends its effect to a list of changes, by which a replay gets areas with the
 * same ranges. If the kernel keeps two similar areas apart, they get different identities in the
 * replay; if it joins two with different identities, one of them gets the other's.
 */
final class KernelMap {
  private final AreaList areas = new AreaList();

  /** Whether the recording lacks the touched pages: then all writable pages count as touched. */
  private final boolean assumesTouched;

  /**
   * The source of identities for areas that must be kept apart; shared with the copies, since these
   * share names.
   */
  private final int[] lastIdentity;

  KernelMap(boolean assumesTouched) {
    this(assumesTouched, new int[] {Mapping.BY_EXECVE});
  }

  private KernelMap(boolean assumesTouched, int[] lastIdentity) {
    this.assumesTouched = assumesTouched;
    this.lastIdentity = lastIdentity;
  }

  // ---- Looking ----

  int size() {
    return areas.size();
  }

  /** Returns the area at a place, counted from 0. */
  KernelArea get(int index) {
    return areas.get(index);
  }

  /** Returns the place of the first area that ends after the address. */
  int indexOf(long address) {
    int index = areas.lastUpTo(address);
    if (index < 0) {
      return 0;
    }
    // An end of 0 is the end of all addresses.
    return below(areas.end(index) - 1, address) ? index + 1 : index;
  }

  /** Returns the area that contains the address, or null. */
  @Nullable KernelArea find(long address) {
    int index = indexOf(address);
    return index < areas.size() && !below(address, areas.start(index)) ? areas.get(index) : null;
  }

  /** Returns whether nothing is mapped in the range. */
  boolean isFree(long start, long end) {
    int index = indexOf(start);
    return index == areas.size() || !below(areas.start(index), end);
  }

  /**
   * Returns the end of the part of the range that is mapped from its start on; the start if there
   * is none.
   */
  long mappedTo(long start, long end) {
    long to = start;
    for (int i = indexOf(start); i < areas.size() && below(to, end); i++) {
      if (below(to, areas.start(i))) {
        break;
      }
      to = areas.end(i);
    }
    return below(to, end) ? to : end;
  }

  boolean isMapped(long start, long end) {
    return mappedTo(start, end) == end;
  }

  /** Returns the number of locked bytes. */
  long locked() {
    long locked = 0;
    for (int i = 0; i < areas.size(); i++) {
      if ((areas.get(i).flags & Mapping.LOCKED) != 0) {
        locked += areas.get(i).end - areas.get(i).start;
      }
    }
    return locked;
  }

  /** All areas, in order. */
  List<MappedArea> all() {
    List<MappedArea> all = new ArrayList<>(areas.size());
    for (int i = 0; i < areas.size(); i++) {
      all.add(areas.get(i).mapped());
    }
    return all;
  }

  /**
   * Splits the area at a place before an address that is within it, without a change for the
   * replay.
   */
  private void part(int index, long address) {
    areas.insert(index + 1, areas.get(index).part(address, areas.end(index)));
    areas.end(index, address);
  }

  private @Nullable KernelArea neighbour(int index, long at) {
    if (index < 0 || index >= areas.size()) {
      return null;
    }
    return areas.end(index) == at || areas.start(index) == at ? areas.get(index) : null;
  }

  // ---- Joining ----

  /**
   * Joins the area at a place with its neighbours if the kernel does, and chooses its identity.
   *
   * @param made passes the area with its identity to the replay, before the neighbours' identities
   *     change
   */
  private void settle(int index, List<Change> changes, Consumer<KernelArea> made) {
    KernelArea area = areas.get(index);
    KernelArea before = neighbour(index - 1, area.start);
    KernelArea after = neighbour(index + 1, area.end);
    KernelArea left = before != null && before.isLike(area) && before.takes(area) ? before : null;
    KernelArea right = after != null && after.isLike(area) && after.takes(area) ? after : null;
    if (left != null
        && right != null
        && left.pages != right.pages
        && left.pages != null
        && right.pages != null) {
      right = null;
    }
    int identity = left != null ? left.identity : right != null ? right.identity : area.identity;
    KernelArea outerLeft = left != null ? neighbour(index - 2, left.start) : before;
    KernelArea outerRight = right != null ? neighbour(index + 2, right.end) : after;
    if (looksLike(outerLeft, area, identity) || looksLike(outerRight, area, identity)) {
      identity = --lastIdentity[0];
    }
    area.identity = identity;
    made.accept(area);
    if (left != null) {
      identify(left, identity, changes);
    }
    if (right != null) {
      identify(right, identity, changes);
      absorb(area, right);
      areas.end(index, right.end);
      areas.remove(index + 1, index + 2);
    }
    if (left != null) {
      absorb(left, area);
      areas.end(index - 1, area.end);
      areas.remove(index, index + 1);
      area = left;
    }
    if (assumesTouched) {
      touch(area);
    }
  }

  private static void absorb(KernelArea into, KernelArea other) {
    into.guarded |= other.guarded;
    if (into.pages == null) {
      into.pages = other.pages;
      into.inherited = other.inherited;
    }
  }

  private static boolean looksLike(@Nullable KernelArea other, KernelArea area, int identity) {
    return other != null
        && other.identity == identity
        && other.protection == area.protection
        && other.flags == area.flags;
  }

  private static void identify(KernelArea area, int identity, List<Change> changes) {
    if (area.identity != identity) {
      changes.add(
          new Change.Revise(area.start, area.end, new Revision(Revision.KEEP, identity, 0, 0)));
      area.identity = identity;
    }
  }

  // ---- Touching ----

  /** Makes a page of an area: the area now has pages, of one origin with a neighbour's. */
  void touch(KernelArea area) {
    if (area.makesPages()) {
      makePages(area);
    }
  }

  private void makePages(KernelArea area) {
    if (area.pages != null) {
      return;
    }
    int index = indexOf(area.start);
    KernelArea after = neighbour(index + 1, area.end);
    KernelArea before = neighbour(index - 1, area.start);
    Object shared = pagesOf(after, area);
    if (shared == null) {
      shared = pagesOf(before, area);
    }
    area.pages = shared == null ? new Object() : shared;
  }

  /** Returns the pages of a neighbour that differs only in protection. */
  private static @Nullable Object pagesOf(@Nullable KernelArea neighbour, KernelArea area) {
    return neighbour != null
            && !neighbour.inherited
            && neighbour.flags == area.flags
            && Objects.equals(neighbour.file, area.file)
            && neighbour.shift == area.shift
            && Objects.equals(neighbour.policy, area.policy)
        ? neighbour.pages
        : null;
  }

  /** Makes pages in a whole range. */
  void fill(long start, long end) {
    for (int i = indexOf(start); i < areas.size() && below(areas.get(i).start, end); i++) {
      touch(areas.get(i));
    }
  }

  /** Makes pages in a range up to the first that cannot be made. */
  void fillWritable(long start, long end) {
    long at = start;
    for (int i = indexOf(start); i < areas.size() && below(at, end); i++) {
      boolean can =
          !below(at, areas.get(i).start)
              && (areas.get(i).protection & Mapping.WRITE) != 0
              && !areas.get(i).guarded;
      if (!can) {
        return;
      }
      touch(areas.get(i));
      at = areas.get(i).end;
    }
  }

  /** Makes guard pages in a range; each area has them as its own pages. */
  void guard(long start, long end) {
    for (int i = indexOf(start); i < areas.size() && below(areas.get(i).start, end); i++) {
      makePages(areas.get(i));
      areas.get(i).guarded = true;
    }
  }

  /** Removes the guard pages of a range. */
  void unguard(long start, long end) {
    for (int i = indexOf(start); i < areas.size() && below(areas.get(i).start, end); i++) {
      boolean whole = !below(areas.get(i).start, start) && !below(end - 1, areas.get(i).end - 1);
      areas.get(i).guarded &= !whole;
    }
  }

  // ---- Changing ----

  /**
   * Adds an area that was there from the start, and has become known only now, without a change for
   * the replay.
   */
  void reveal(long start, long end, int flags) {
    KernelArea area = new KernelArea(start, end);
    area.protection = Mapping.UNKNOWN;
    area.file = KernelArea.EXECVE;
    area.identity = Mapping.BY_EXECVE;
    area.flags = flags;
    int index = indexOf(start);
    areas.insert(index, area);
    KernelArea after = neighbour(index + 1, end);
    if (after != null && after.isLike(area) && after.identity == area.identity) {
      areas.end(index, after.end);
      areas.remove(index + 1, index + 2);
    }
    KernelArea before = neighbour(index - 1, start);
    if (before != null && before.isLike(area) && before.identity == area.identity) {
      areas.end(index - 1, area.end);
      areas.remove(index, index + 1);
    }
  }

  /** Maps an area whatever was there before. */
  void place(KernelArea area, List<Change> changes) {
    int index = cut(area.start, area.end);
    areas.insert(index, area);
    long start = area.start;
    long end = area.end;
    settle(index, changes, settled -> changes.add(new Change.Map(start, end, settled.mapping())));
  }

  /** Unmaps everything in a range. */
  void unmap(long start, long end, List<Change> changes) {
    cut(start, end);
    changes.add(new Change.Unmap(start, end));
  }

  /** Removes everything in a range, and returns the place that an area of the range would have. */
  private int cut(long start, long end) {
    int first = indexOf(start);
    if (first == areas.size() || !below(areas.start(first), end)) {
      return first;
    }
    if (below(areas.start(first), start)) {
      part(first, start);
      first++;
    }
    int to = first;
    while (to < areas.size() && below(areas.start(to), end)) {
      if (below(end - 1, areas.end(to) - 1)) {
        areas.set(to, areas.get(to).part(end, areas.end(to)));
        break;
      }
      to++;
    }
    areas.remove(first, to);
    return first;
  }

  /**
   * Returns the begin of the first area of a range with a property; the range's end if there is
   * none.
   */
  long upTo(long start, long end, Predicate<KernelArea> first) {
    for (int i = indexOf(start); i < areas.size() && below(areas.get(i).start, end); i++) {
      if (first.test(areas.get(i))) {
        return below(areas.get(i).start, start) ? start : areas.get(i).start;
      }
    }
    return end;
  }

  /** Changes the mapped parts of a range, one area after another. */
  void change(long start, long end, Consumer<KernelArea> how, List<Change> changes) {
    long at = start;
    while (true) {
      int index = indexOf(at);
      if (index == areas.size() || !below(areas.get(index).start, end)) {
        return;
      }
      KernelArea area = areas.get(index);
      long from = below(area.start, at) ? at : area.start;
      long to = below(end, area.end) ? end : area.end;
      at = to;
      KernelArea changed = area.part(from, to);
      how.accept(changed);
      if (changed.isLike(area)) {
        if (to == end) {
          return;
        }
        continue;
      }
      Mapping old = area.mapping();
      if (area.start != from) {
        part(index, from);
        index++;
      }
      if (areas.end(index) != to) {
        part(index, to);
      }
      areas.set(index, changed);
      settle(
          index,
          changes,
          settled -> {
            if (!settled.mapping().equals(old)) {
              changes.add(new Change.Revise(from, to, Revision.between(old, settled.mapping())));
            }
          });
      if (to == end) {
        return;
      }
    }
  }

  /** Splits the area at an address into two that are alike. */
  void split(long address, List<Change> changes) {
    KernelArea area = find(address);
    if (area == null || area.start == address) {
      return;
    }
    int index = indexOf(address) + 1;
    part(index - 1, address);
    KernelArea right = areas.get(index);
    KernelArea after = neighbour(index + 1, right.end);
    int identity = --lastIdentity[0];
    changes.add(
        new Change.Revise(right.start, right.end, new Revision(Revision.KEEP, identity, 0, 0)));
    right.identity = identity;
    if (after != null && looksLike(after, right, identity)) {
      throw new IllegalStateException("an identity was used twice");
    }
  }

  /**
   * Moves an area, or a part of one, to a free place; or maps it there too.
   *
   * @param keepsOld whether it also stays at its old place
   */
  void move(long start, long end, long newStart, boolean keepsOld, List<Change> changes) {
    KernelArea source = find(start);
    if (source == null) {
      return;
    }
    KernelArea moved = source.part(newStart, newStart + (end - start));
    if (source.file == null) {
      // As long as it has no pages, this equals a mapping made there.
      moved.shift = source.pages == null ? 0 : source.shift + start - newStart;
    } else if (source.file != KernelArea.EXECVE) {
      moved.shift = source.shift + start - newStart;
    }
    if (keepsOld) {
      boolean whole = source.start == start && source.end == end;
      place(moved, changes);
      KernelArea left = areas.get(indexOf(start));
      if (whole && left == source) {
        left.pages = null;
        left.inherited = false;
      }
      unlock(indexOf(start), changes);
      return;
    }
    Mapping old = source.mapping();
    cut(start, end);
    int index = indexOf(newStart);
    areas.insert(index, moved);
    settle(
        index,
        changes,
        settled -> {
          // The new identity comes first: with the old one it might look like its new neighbours.
          if (settled.identity != old.identity()) {
            changes.add(
                new Change.Revise(start, end, new Revision(Revision.KEEP, settled.identity, 0, 0)));
          }
          changes.add(new Change.Move(start, end, newStart));
        });
  }

  /** Unlocks a whole area, without joining it with its neighbours. */
  private void unlock(int index, List<Change> changes) {
    mark(index, area -> area.flags &= ~(Mapping.LOCKED | Mapping.LOCKED_ON_FAULT), changes);
  }

  /** Changes the flags of each whole area with a property, and joins none. */
  void markEach(Predicate<KernelArea> which, Consumer<KernelArea> how, List<Change> changes) {
    for (int i = 0; i < areas.size(); i++) {
      if (which.test(areas.get(i))) {
        mark(i, how, changes);
      }
    }
  }

  private void mark(int index, Consumer<KernelArea> how, List<Change> changes) {
    KernelArea area = areas.get(index);
    Mapping old = area.mapping();
    how.accept(area);
    if (area.flags == old.flags()) {
      return;
    }
    if (looksLike(neighbour(index - 1, area.start), area, area.identity)
        || looksLike(neighbour(index + 1, area.end), area, area.identity)) {
      area.identity = --lastIdentity[0];
    }
    changes.add(new Change.Revise(area.start, area.end, Revision.between(old, area.mapping())));
  }

  /** Extends the area that ends at an address into free space. */
  void grow(long end, long newEnd, List<Change> changes) {
    int index = indexOf(end - 1);
    KernelArea area = areas.get(index);
    KernelArea more = area.part(end, newEnd);
    areas.insert(index + 1, more);
    int from = changes.size();
    settle(
        index + 1, changes, settled -> changes.add(new Change.Map(end, newEnd, settled.mapping())));
    if (changes.get(from) instanceof Change.Map map
        && changes.size() == from + 1
        && area.end == newEnd
        && map.mapping().equals(area.mapping())) {
      changes.set(from, new Change.Grow(end, newEnd));
    }
  }

  /**
   * Returns a copy for a child.
   *
   * @param inChild the changes that remove from the copy the areas that it does not keep
   */
  KernelMap fork(List<Change> inChild) {
    KernelMap copy = new KernelMap(assumesTouched, lastIdentity);
    for (int i = 0; i < areas.size(); i++) {
      KernelArea area = areas.get(i);
      if ((area.flags & Mapping.NOT_COPIED) != 0) {
        inChild.add(new Change.Unmap(area.start, area.end));
        continue;
      }
      KernelArea child = area.part(area.start, area.end);
      child.flags &= ~(Mapping.LOCKED | Mapping.LOCKED_ON_FAULT);
      if ((area.flags & Mapping.WIPED_AT_FORK) != 0) {
        child.pages = null;
        child.inherited = false;
      } else if (area.pages != null) {
        child.pages = new Object();
        child.inherited = true;
      }
      KernelArea before = copy.size() == 0 ? null : copy.get(copy.size() - 1);
      if (before != null && before.end != child.start) {
        before = null;
      }
      if (before != null && !before.isMadeByExecve() && looksLike(before, child, child.identity)) {
        child.identity = --lastIdentity[0];
      }
      if (!child.mapping().equals(area.mapping())) {
        inChild.add(
            new Change.Revise(
                area.start, area.end, Revision.between(area.mapping(), child.mapping())));
      }
      copy.areas.insert(copy.size(), child);
    }
    return copy;
  }
}
