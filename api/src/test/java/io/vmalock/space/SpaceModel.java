package io.vmalock.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A model of a {@link WriteSection}, written the plain way on a sorted map. */
final class SpaceModel<A> {
  private static final Comparator<Long> UNSIGNED = Long::compareUnsigned;

  private final Attachments<A> policy;
  private final TreeMap<Long, Area<A>> areas = new TreeMap<>(UNSIGNED);
  private int merges;

  SpaceModel(Attachments<A> policy) {
    this.policy = policy;
  }

  /** A model of the same state, which goes its own way: for what a section may roll back. */
  SpaceModel<A> copy() {
    SpaceModel<A> copy = new SpaceModel<>(policy);
    copy.areas.putAll(areas);
    copy.merges = merges;
    return copy;
  }

  /** Takes the state of another model. */
  void take(SpaceModel<A> other) {
    areas.clear();
    areas.putAll(other.areas);
    merges = other.merges;
  }

  List<Area<A>> areas() {
    return List.copyOf(areas.values());
  }

  /** How often two areas became one. */
  int merges() {
    return merges;
  }

  Area<A> atOrAfter(long address) {
    Map.Entry<Long, Area<A>> below = areas.floorEntry(address);
    if (below != null && UNSIGNED.compare(address, below.getValue().end()) < 0) {
      return below.getValue();
    }
    Map.Entry<Long, Area<A>> above = areas.ceilingEntry(address);
    return above == null ? null : above.getValue();
  }

  Area<A> find(long address) {
    Area<A> area = atOrAfter(address);
    return area != null && UNSIGNED.compare(area.start(), address) <= 0 ? area : null;
  }

  boolean isFree(long start, long end) {
    Area<A> area = atOrAfter(start);
    return area == null || UNSIGNED.compare(end, area.start()) <= 0;
  }

  boolean isMapped(long start, long end) {
    long address = start;
    while (UNSIGNED.compare(address, end) < 0) {
      Area<A> area = find(address);
      if (area == null) {
        return false;
      }
      address = area.end();
    }
    return true;
  }

  void map(long start, long end, A attachment, long offset) {
    putAll(List.of(new Area<>(start, end, attachment, offset)));
  }

  /** Takes out what is in a range, and says what that was: no part of it gets an attachment. */
  List<Area<A>> unmap(long start, long end) {
    return take(start, end, false);
  }

  /** Takes out what is in a range, and leaves the parts outside it. */
  private List<Area<A>> take(long start, long end, boolean asParts) {
    List<Area<A>> removed = new ArrayList<>();
    for (Area<A> area = atOrAfter(start);
        area != null && UNSIGNED.compare(area.start(), end) < 0;
        area = atOrAfter(area.end())) {
      areas.remove(area.start());
      put(part(area, area.start(), start));
      long from = max(area.start(), start);
      long to = min(area.end(), end);
      removed.add(
          asParts
              ? part(area, from, to)
              : new Area<>(from, to, area.attachment(), area.offset(from)));
      put(part(area, end, area.end()));
    }
    return removed;
  }

  void update(long start, long end, UnaryOperator<A> change) {
    List<Area<A>> changed = new ArrayList<>();
    for (Area<A> area : take(start, end, true)) {
      A attachment = change.apply(area.attachment());
      long offset = attachment == area.attachment() ? area.offset() : 0;
      changed.add(new Area<>(area.start(), area.end(), attachment, offset));
    }
    putAll(changed);
  }

  void move(long start, long end, long newStart) {
    List<Area<A>> moved = new ArrayList<>();
    for (Area<A> area : take(start, end, true)) {
      long way = newStart - start;
      moved.add(new Area<>(area.start() + way, area.end() + way, area.attachment(), area.offset()));
    }
    putAll(moved);
  }

  void set(long address, A attachment) {
    Area<A> area = find(address);
    if (area.attachment() != attachment) {
      putAll(List.of(new Area<>(area.start(), area.end(), attachment, 0)));
    }
  }

  void resize(long address, long newEnd) {
    Area<A> area = find(address);
    if (UNSIGNED.compare(newEnd, area.end()) < 0) {
      unmap(newEnd, area.end());
    } else if (newEnd != area.end()) {
      putAll(List.of(new Area<>(area.start(), newEnd, area.attachment(), area.offset())));
    }
  }

  SpaceModel<A> fork() {
    SpaceModel<A> child = new SpaceModel<>(policy);
    for (Area<A> area : areas.values()) {
      A attachment = policy.fork(area.attachment());
      long offset = attachment == area.attachment() ? area.offset() : 0;
      child.put(new Area<>(area.start(), area.end(), attachment, offset));
    }
    return child;
  }

  /** Puts in areas that lie one behind the other, and joins them at each of their borders. */
  private void putAll(List<Area<A>> pieces) {
    pieces.forEach(this::put);
    pieces.forEach(piece -> join(piece.start()));
    join(pieces.get(pieces.size() - 1).end());
  }

  private void join(long border) {
    Map.Entry<Long, Area<A>> below = areas.lowerEntry(border);
    Area<A> right = areas.get(border);
    if (below == null || right == null || below.getValue().end() != border) {
      return;
    }
    Area<A> left = below.getValue();
    long leftEnd = left.offset() + (border - left.start());
    if (policy.mergeable(left.attachment(), leftEnd, right.attachment(), right.offset())) {
      merges++;
      areas.remove(border);
      A both = policy.merge(left.attachment(), right.attachment());
      put(new Area<>(left.start(), right.end(), both, left.offset()));
    }
  }

  private void put(Area<A> area) {
    if (area != null) {
      areas.put(area.start(), area);
    }
  }

  private Area<A> part(Area<A> area, long start, long end) {
    if (UNSIGNED.compare(start, end) >= 0) {
      return null;
    }
    if (start == area.start() && end == area.end()) {
      return area;
    }
    long offset = area.offset() + (start - area.start());
    A part = policy.part(area.attachment(), offset, end - start);
    return new Area<>(start, end, part, part == area.attachment() ? offset : 0);
  }

  private static long min(long a, long b) {
    return UNSIGNED.compare(a, b) < 0 ? a : b;
  }

  private static long max(long a, long b) {
    return UNSIGNED.compare(a, b) < 0 ? b : a;
  }
}
