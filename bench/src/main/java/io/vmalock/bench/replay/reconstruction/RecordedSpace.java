package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.AreaMap;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import java.util.ArrayList;
import java.util.List;

/** An address space of the recorded program, while the recording is gone through. */
public final class RecordedSpace {
  /** What execve mapped; no call says how. */
  public static final Mapping MADE_BY_EXECVE = new Mapping(Mapping.UNKNOWN, Mapping.BY_EXECVE, 0);

  public final int index;

  /** What is mapped now, as far as calls and touched pages tell. */
  public final AreaMap areas;

  /**
   * The pages of which it is known whether they are mapped: by a call, or since they were touched.
   */
  public final PageSet known;

  public final Origin origin;
  public final List<PendingCall> pending = new ArrayList<>();

  /** Where the heap ends; 0 until a call tells. */
  public long brk;

  /** How many threads are in it. */
  public int users;

  private RecordedSpace(int index, AreaMap areas, PageSet known, Origin origin, long brk) {
    this.index = index;
    this.areas = areas;
    this.known = known;
    this.origin = origin;
    this.brk = brk;
  }

  /** A new space, of which nothing is known. */
  public static RecordedSpace unknown(int index) {
    return new RecordedSpace(index, new AreaMap(), new PageSet(), new Origin(), 0);
  }

  public RecordedSpace copy(int copyIndex) {
    return new RecordedSpace(copyIndex, areas.copy(), known.copy(), origin, brk);
  }

  /**
   * The pages of a range must have been mapped: those of which nothing is known were, from the
   * start.
   */
  public void touch(long start, long end) {
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.touched.add(gap.start(), gap.end());
      areas.apply(new Change.Map(gap.start(), gap.end(), MADE_BY_EXECVE));
      known.add(gap.start(), gap.end());
    }
  }

  /** A call maps or unmaps the range: what was not known of before was not mapped. */
  public void claim(long start, long end) {
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.claimed.add(gap.start(), gap.end());
      known.add(gap.start(), gap.end());
    }
  }

  /**
   * What execve mapped in a space, which the spaces forked from it inherit: the program's image,
   * its interpreter, its stack, the vdso. No call tells of it, so it is worked out from the pages
   * that were touched, protected or unmapped, although no call had mapped them.
   */
  public static final class Origin {
    /** Touched pages that are farther apart belong to different areas. */
    static final long WIDEST_GAP = 2 << 20;

    final PageSet touched = new PageSet();

    /** Pages that a call mapped while nothing was known of them: they were free until then. */
    final PageSet claimed = new PageSet();

    /** The areas: touched pages, and what lies between two of them that are near. */
    List<MappedArea> areas() {
      List<MappedArea> areas = new ArrayList<>();
      for (PageSet.Range range : touched.ranges()) {
        long start = range.start();
        MappedArea last = areas.isEmpty() ? null : areas.get(areas.size() - 1);
        if (last != null && isOneArea(last.end(), start)) {
          start = last.start();
          areas.remove(areas.size() - 1);
        }
        areas.add(new MappedArea(start, range.end(), MADE_BY_EXECVE));
      }
      return areas;
    }

    private boolean isOneArea(long gapStart, long gapEnd) {
      return gapEnd - gapStart <= WIDEST_GAP && !claimed.intersects(gapStart, gapEnd);
    }
  }
}
