package io.vmalock.bench.replay.areas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of addresses, kept as ranges. */
public final class PageSet {
  /** The recordings' page size: x86-64's, and the usual one elsewhere. */
  public static final long PAGE = 4096;

  /** A range [start, end). */
  public record Range(long start, long end) {}

  private final TreeMap<Long, Long> ranges = new TreeMap<>(Long::compareUnsigned);

  /** The range that was found last: a set only grows, so it stays in it. */
  private long lastStart;

  private long lastEnd;

  public static long pageStart(long address) {
    return address & -PAGE;
  }

  public static long roundUp(long length) {
    return length + PAGE - 1 & -PAGE;
  }

  public void add(long start, long end) {
    long from = start;
    long to = end;
    Map.Entry<Long, Long> before = ranges.floorEntry(start);
    if (before != null && Long.compareUnsigned(before.getValue(), start) >= 0) {
      from = before.getKey();
      to = AreaMap.maxUnsigned(to, before.getValue());
    }
    Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
    while (next != null && Long.compareUnsigned(next.getKey(), to) <= 0) {
      to = AreaMap.maxUnsigned(to, next.getValue());
      ranges.remove(next.getKey());
      next = ranges.ceilingEntry(from);
    }
    ranges.put(from, to);
  }

  /** Whether all of a range is in the set. */
  public boolean covers(long start, long end) {
    if (Long.compareUnsigned(lastStart, start) <= 0 && Long.compareUnsigned(end, lastEnd) <= 0) {
      return true;
    }
    Map.Entry<Long, Long> entry = ranges.floorEntry(start);
    if (entry == null || Long.compareUnsigned(end, entry.getValue()) > 0) {
      return false;
    }
    lastStart = entry.getKey();
    lastEnd = entry.getValue();
    return true;
  }

  public boolean contains(long address) {
    Map.Entry<Long, Long> entry = ranges.floorEntry(address);
    return entry != null && Long.compareUnsigned(address, entry.getValue()) < 0;
  }

  public boolean intersects(long start, long end) {
    Map.Entry<Long, Long> entry = ranges.lowerEntry(end);
    return entry != null && Long.compareUnsigned(start, entry.getValue()) < 0;
  }

  /** The parts of a range that are not in the set. */
  public List<Range> gaps(long start, long end) {
    List<Range> gaps = new ArrayList<>();
    long from = start;
    Map.Entry<Long, Long> before = ranges.floorEntry(start);
    if (before != null && Long.compareUnsigned(before.getValue(), start) > 0) {
      from = before.getValue();
    }
    for (Map.Entry<Long, Long> range : ranges.tailMap(start, false).entrySet()) {
      if (Long.compareUnsigned(range.getKey(), end) >= 0) {
        break;
      }
      if (Long.compareUnsigned(from, range.getKey()) < 0) {
        gaps.add(new Range(from, range.getKey()));
      }
      from = AreaMap.maxUnsigned(from, range.getValue());
    }
    if (Long.compareUnsigned(from, end) < 0) {
      gaps.add(new Range(from, end));
    }
    return gaps;
  }

  /** All ranges, in order. */
  public List<Range> ranges() {
    List<Range> all = new ArrayList<>();
    ranges.forEach((start, end) -> all.add(new Range(start, end)));
    return all;
  }

  public PageSet copy() {
    PageSet copy = new PageSet();
    copy.ranges.putAll(ranges);
    return copy;
  }
}
