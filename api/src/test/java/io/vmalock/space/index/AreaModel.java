package io.vmalock.space.index;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The right answers of an {@link AreaTree}, computed the plain way over a sorted map. */
final class AreaModel {
  private final TreeMap<Long, Vma> byStart = new TreeMap<>(Long::compareUnsigned);

  void insert(Vma vma) {
    byStart.put(vma.start(), vma);
  }

  void remove(Vma vma) {
    byStart.remove(vma.start(), vma);
  }

  int size() {
    return byStart.size();
  }

  List<Vma> areas() {
    return new ArrayList<>(byStart.values());
  }

  Vma find(long address) {
    Map.Entry<Long, Vma> entry = byStart.floorEntry(address);
    return entry != null && entry.getValue().contains(address) ? entry.getValue() : null;
  }

  Vma atOrAfter(long address) {
    Vma found = find(address);
    return found != null ? found : valueOf(byStart.ceilingEntry(address));
  }

  Vma before(long address) {
    return valueOf(byStart.lowerEntry(address));
  }

  Vma endingAtOrBelow(long address) {
    Map.Entry<Long, Vma> last = byStart.floorEntry(address);
    boolean endsAbove = last != null && Long.compareUnsigned(last.getValue().end(), address) > 0;
    return valueOf(endsAbove ? byStart.lowerEntry(last.getKey()) : last);
  }

  List<Vma> overlapping(long start, long end) {
    List<Vma> areas = new ArrayList<>();
    for (Vma vma = atOrAfter(start); vma != null; vma = atOrAfter(vma.end())) {
      if (Long.compareUnsigned(vma.start(), end) >= 0) {
        break;
      }
      areas.add(vma);
    }
    return areas;
  }

  /** The starts that {@link AreaTree#lowestHole} may choose from are tried gap by gap. */
  long hole(boolean lowest, long length, long alignment, long low, long high) {
    long best = AreaTree.NO_HOLE;
    long gapStart = 0;
    List<Vma> areas = areas();
    for (int i = 0; i <= areas.size(); i++) {
      long gapEnd = i < areas.size() ? areas.get(i).start() : -1;
      long hole = holeIn(lowest, length, alignment, max(gapStart, low), min(gapEnd, high));
      if (hole != AreaTree.NO_HOLE) {
        best = hole;
        if (lowest) {
          return hole;
        }
      }
      gapStart = i < areas.size() ? areas.get(i).end() : gapStart;
    }
    return best;
  }

  private static long holeIn(boolean lowest, long length, long alignment, long from, long to) {
    if (Long.compareUnsigned(from, to) >= 0 || Long.compareUnsigned(to - from, length) < 0) {
      return AreaTree.NO_HOLE;
    }
    long last = to - length;
    if (lowest) {
      long up =
          Long.remainderUnsigned(from, alignment) == 0
              ? 0
              : alignment - Long.remainderUnsigned(from, alignment);
      return Long.compareUnsigned(up, last - from) <= 0 ? from + up : AreaTree.NO_HOLE;
    }
    long down = Long.remainderUnsigned(last, alignment);
    return Long.compareUnsigned(down, last - from) <= 0 ? last - down : AreaTree.NO_HOLE;
  }

  private static long max(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static long min(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private static Vma valueOf(Map.Entry<Long, Vma> entry) {
    return entry == null ? null : entry.getValue();
  }
}
