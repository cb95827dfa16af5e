package io.vmalock.bench.replay.areas;

import static io.vmalock.bench.replay.areas.PageSet.below;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sequential model of an address space: a sorted map, written only for this purpose. It is the
 * oracle for the code under test, and so shares nothing with it.
 *
 * <p>Neighbours with equal mappings are always one area. Until {@link #commit} it records which
 * areas were replaced.
 */
public final class AreaMap {
  private final TreeMap<Long, MappedArea> areas = new TreeMap<>(Long::compareUnsigned);
  private final Set<MappedArea> removed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<MappedArea> added = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Returns the area that contains the address, or null. */
  public @Nullable MappedArea find(long address) {
    Map.Entry<Long, MappedArea> entry = areas.floorEntry(address);
    return entry != null && entry.getValue().contains(address) ? entry.getValue() : null;
  }

  /** Returns the areas that overlap the range, in order. */
  public List<MappedArea> within(long start, long end) {
    List<MappedArea> found = new ArrayList<>();
    MappedArea first = find(start);
    if (first != null) {
      found.add(first);
    }
    found.addAll(areas.subMap(start, first == null, end, false).values());
    return found;
  }

  /** Returns all areas, in order. */
  public List<MappedArea> all() {
    return List.copyOf(areas.values());
  }

  /** Returns a map with equal areas, as new objects. */
  public AreaMap copy() {
    AreaMap copy = new AreaMap();
    for (MappedArea area : areas.values()) {
      copy.areas.put(area.start(), new MappedArea(area.start(), area.end(), area.mapping()));
    }
    return copy;
  }

  public void apply(Change change) {
    if (change instanceof Change.Map map) {
      clear(map.start(), map.end());
      put(new MappedArea(map.start(), map.end(), map.mapping()));
      join(map.start(), map.end());
    } else if (change instanceof Change.Unmap unmap) {
      clear(unmap.start(), unmap.end());
    } else if (change instanceof Change.Revise revise) {
      revise(revise.start(), revise.end(), revise.revision());
    } else if (change instanceof Change.Move move) {
      move(move.start(), move.end(), move.newStart());
    } else if (change instanceof Change.Grow grow) {
      MappedArea last = endingAt(grow.end());
      put(new MappedArea(grow.end(), grow.newEnd(), last.mapping()));
      join(grow.end(), grow.newEnd());
    }
  }

  /** Returns the area whose first address after it is {@code end}. */
  public MappedArea endingAt(long end) {
    MappedArea area = find(end - 1);
    if (area == null || area.end() != end) {
      throw new IllegalStateException("no area ends at 0x" + Long.toHexString(end));
    }
    return area;
  }

  /**
   * The result of a step.
   *
   * @param ended the earlier areas that are gone or replaced
   * @param made the new areas
   */
  public record Delta(List<MappedArea> ended, List<MappedArea> made) {}

  /**
   * Ends a step. Areas that were split and joined again to the same area keep their old objects,
   * and count neither as ended nor as made.
   */
  public Delta commit() {
    Set<MappedArea> before = new HashSet<>(removed);
    List<MappedArea> made = new ArrayList<>();
    Set<MappedArea> same = new HashSet<>();
    for (MappedArea area : added) {
      if (before.contains(area)) {
        same.add(area);
      } else {
        made.add(area);
      }
    }
    List<MappedArea> ended = new ArrayList<>();
    for (MappedArea area : removed) {
      if (same.contains(area)) {
        areas.put(area.start(), area);
      } else {
        ended.add(area);
      }
    }
    removed.clear();
    added.clear();
    return new Delta(List.copyOf(ended), List.copyOf(made));
  }

  /** Returns the number of areas. */
  public int size() {
    return areas.size();
  }

  /** Unmaps everything in the range, and splits the areas at its edges. */
  private void clear(long start, long end) {
    for (MappedArea area : within(start, end)) {
      take(area);
      if (below(area.start(), start)) {
        put(new MappedArea(area.start(), start, area.mapping()));
      }
      if (below(end, area.end())) {
        put(new MappedArea(end, area.end(), area.mapping()));
      }
    }
  }

  private void revise(long start, long end, Revision revision) {
    for (MappedArea area : within(start, end)) {
      long from = maxUnsigned(area.start(), start);
      long to = minUnsigned(area.end(), end);
      Mapping revised = revision.apply(area.mapping());
      if (!revised.equals(area.mapping())) {
        clear(from, to);
        put(new MappedArea(from, to, revised));
      }
    }
    join(start, end);
  }

  private void move(long start, long end, long newStart) {
    List<MappedArea> pieces = new ArrayList<>();
    for (MappedArea area : within(start, end)) {
      long from = maxUnsigned(area.start(), start);
      long to = minUnsigned(area.end(), end);
      pieces.add(new MappedArea(from - start + newStart, to - start + newStart, area.mapping()));
    }
    clear(start, end);
    pieces.forEach(this::put);
    join(newStart, newStart + (end - start));
  }

  /** Joins equal neighbours from the area before the range to the one after it. */
  private void join(long start, long end) {
    MappedArea last = find(start - 1);
    for (MappedArea area : within(start, end + 1)) {
      if (last != null && last.end() == area.start() && last.mapping().equals(area.mapping())) {
        take(last);
        take(area);
        area = new MappedArea(last.start(), area.end(), area.mapping());
        put(area);
      }
      last = area;
    }
  }

  private void put(MappedArea area) {
    areas.put(area.start(), area);
    added.add(area);
  }

  private void take(MappedArea area) {
    areas.remove(area.start());
    if (!added.remove(area)) {
      removed.add(area);
    }
  }

  public static long maxUnsigned(long a, long b) {
    return below(a, b) ? b : a;
  }

  public static long minUnsigned(long a, long b) {
    return below(a, b) ? a : b;
  }
}
