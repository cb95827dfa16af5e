package io.vmalock.bench.replay.areas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of addresses, kept as ranges. */
public final class PageSet {
  /** The recordings' page size: x86-64's, and the usual one elsewhere. */
  public static final long PAGE = 4096;

  /** A range [start, end). */
  public record Range(long start, long end) {}

  /** The begins and ends of the ranges, in order; no two ranges touch. */
  private long[] starts = new long[16];

  private long[] ends = new long[16];
  private int size;

  /** The range that was found last. */
  private int lastFound;

  /** Returns whether one address comes before another. */
  public static boolean below(long address, long other) {
    // Long.compareUnsigned has three results, and older JVMs branch for each.
    return address + Long.MIN_VALUE < other + Long.MIN_VALUE;
  }

  public static long pageStart(long address) {
    return address & -PAGE;
  }

  public static long roundUp(long length) {
    return length + PAGE - 1 & -PAGE;
  }

  /** Returns the number of ranges that begin at the address or before it. */
  private int upTo(long address) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (!below(address, starts[middle])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public void add(long start, long end) {
    int first = upTo(start);
    if (first > 0 && !below(ends[first - 1], start)) {
      first--;
    }
    long from = start;
    long to = end;
    int last = first;
    while (last < size && !below(to, starts[last])) {
      from = below(starts[last], from) ? starts[last] : from;
      to = AreaMap.maxUnsigned(to, ends[last]);
      last++;
    }
    replace(first, last);
    starts[first] = from;
    ends[first] = to;
  }

  /** Replaces the places from the first up to the last by one. */
  private void replace(int first, int last) {
    if (size == starts.length && first == last) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    System.arraycopy(starts, last, starts, first + 1, size - last);
    System.arraycopy(ends, last, ends, first + 1, size - last);
    size += first + 1 - last;
  }

  /** Returns whether all of a range is in the set. */
  public boolean covers(long start, long end) {
    if (!isIn(lastFound, start)) {
      lastFound = upTo(start) - 1;
    }
    return isIn(lastFound, start) && !below(ends[lastFound], end);
  }

  private boolean isIn(int index, long address) {
    return index >= 0
        && index < size
        && !below(address, starts[index])
        && below(address, ends[index]);
  }

  public boolean contains(long address) {
    return isIn(upTo(address) - 1, address);
  }

  public boolean intersects(long start, long end) {
    // The last range that begins before the end.
    int index = end == 0 ? size : upTo(end - 1);
    return index > 0 && below(start, ends[index - 1]);
  }

  /** Returns the parts of a range that are not in the set. */
  public List<Range> gaps(long start, long end) {
    List<Range> gaps = new ArrayList<>();
    long from = start;
    int index = upTo(start);
    if (index > 0 && below(start, ends[index - 1])) {
      from = ends[index - 1];
    }
    for (; index < size && below(starts[index], end); index++) {
      if (below(from, starts[index])) {
        gaps.add(new Range(from, starts[index]));
      }
      from = AreaMap.maxUnsigned(from, ends[index]);
    }
    if (below(from, end)) {
      gaps.add(new Range(from, end));
    }
    return gaps;
  }

  /** Returns all ranges, in order. */
  public List<Range> ranges() {
    List<Range> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Range(starts[i], ends[i]));
    }
    return all;
  }

  public PageSet copy() {
    PageSet copy = new PageSet();
    copy.starts = starts.clone();
    copy.ends = ends.clone();
    copy.size = size;
    return copy;
  }
}
