package io.vmalock.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a {@link WriteSection} is to do, done the plain way on a sorted map. */
final class SpaceModel<A> {
  private static final Comparator<Long> UNSIGNED = Long::compareUnsigned;

  private final Attachments<A> policy;
  private final TreeMap<Long, Area<A>> areas = new TreeMap<>(UNSIGNED);
  private int merges;

  SpaceModel(Attachments<A> policy) {
    this.policy = policy;
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

  void map(long start, long end, A attachment) {
    putAll(List.of(new Area<>(start, end, attachment)));
  }

  /** Takes out what is in a range, and leaves the parts outside it. */
  List<Area<A>> unmap(long start, long end) {
    List<Area<A>> removed = new ArrayList<>();
    for (Area<A> area = atOrAfter(start);
        area != null && UNSIGNED.compare(area.start(), end) < 0;
        area = atOrAfter(area.end())) {
      areas.remove(area.start());
      put(part(area, area.start(), start));
      removed.add(part(area, max(area.start(), start), min(area.end(), end)));
      put(part(area, end, area.end()));
    }
    return removed;
  }

  void update(long start, long end, UnaryOperator<A> change) {
    List<Area<A>> changed = new ArrayList<>();
    for (Area<A> area : unmap(start, end)) {
      changed.add(new Area<>(area.start(), area.end(), change.apply(area.attachment())));
    }
    putAll(changed);
  }

  void move(long start, long end, long newStart) {
    List<Area<A>> moved = new ArrayList<>();
    for (Area<A> area : unmap(start, end)) {
      long offset = newStart - start;
      moved.add(new Area<>(area.start() + offset, area.end() + offset, area.attachment()));
    }
    putAll(moved);
  }

  void set(long address, A attachment) {
    Area<A> area = find(address);
    putAll(List.of(new Area<>(area.start(), area.end(), attachment)));
  }

  void resize(long address, long newEnd) {
    Area<A> area = find(address);
    if (UNSIGNED.compare(newEnd, area.end()) < 0) {
      unmap(newEnd, area.end());
    } else if (newEnd != area.end()) {
      putAll(List.of(new Area<>(area.start(), newEnd, area.attachment())));
    }
  }

  SpaceModel<A> fork() {
    SpaceModel<A> child = new SpaceModel<>(policy);
    areas
        .values()
        .forEach(a -> child.put(new Area<>(a.start(), a.end(), policy.fork(a.attachment()))));
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
    if (policy.mergeable(left.attachment(), border - left.start(), right.attachment())) {
      merges++;
      areas.remove(border);
      put(
          new Area<>(
              left.start(), right.end(), policy.merge(left.attachment(), right.attachment())));
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
    return start == area.start() && end == area.end()
        ? area
        : new Area<>(start, end, policy.part(area.attachment(), start - area.start(), end - start));
  }

  private static long min(long a, long b) {
    return UNSIGNED.compare(a, b) < 0 ? a : b;
  }

  private static long max(long a, long b) {
    return UNSIGNED.compare(a, b) < 0 ? b : a;
  }
}
