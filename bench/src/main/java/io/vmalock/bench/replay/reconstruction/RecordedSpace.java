package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An address space of the recorded program, while the recording is gone through. */
final class RecordedSpace {
  /** What execve mapped; no call says how. */
  static final Mapping MADE_BY_EXECVE = new Mapping(Mapping.UNKNOWN, Mapping.BY_EXECVE, 0);

  final int index;

  /** What is mapped now, as far as calls and touched pages tell. */
  final KernelMap areas;

  /**
   * The pages of which it is known whether they are mapped: by a call, or since they were touched.
   */
  final PageSet known;

  final Origin origin;
  final List<PendingCall> pending = new ArrayList<>();

  /** The lines of calls that have begun and not taken effect, until that changes. */
  private @Nullable List<Integer> pendingLines;

  /** By file: the protections that a mapping of it was allowed, beyond reading. */
  final Map<String, Integer> allowed = new HashMap<>();

  /** Where the heap ends; 0 until a call tells. */
  long brk;

  /** The flags that mappings to come have: locked, mergeable. */
  int future;

  /** The descriptors of the process that it is of. */
  Descriptors files = new Descriptors();

  /** The flags of what execve mapped and is not known yet (mlockall). */
  int hidden;

  /** How many threads are in it. */
  int users;

  private RecordedSpace(int index, KernelMap areas, PageSet known, Origin origin) {
    this.index = index;
    this.areas = areas;
    this.known = known;
    this.origin = origin;
  }

  /** A new space, of which nothing is known. */
  static RecordedSpace unknown(int index, boolean assumesTouched) {
    return new RecordedSpace(index, new KernelMap(assumesTouched), new PageSet(), new Origin());
  }

  /**
   * A child's copy.
   *
   * @param inChild what it does not keep
   */
  RecordedSpace fork(int childIndex, List<Change> inChild) {
    RecordedSpace child = new RecordedSpace(childIndex, areas.fork(inChild), known.copy(), origin);
    child.brk = brk;
    child.hidden = hidden & ~(Mapping.LOCKED | Mapping.LOCKED_ON_FAULT);
    if (hidden != child.hidden) {
      inChild.add(
          new Change.ReviseAll(
              io.vmalock.bench.replay.areas.Revision.ofFlags(
                  0, Mapping.LOCKED | Mapping.LOCKED_ON_FAULT)));
    }
    child.future = future & Mapping.MERGEABLE;
    child.allowed.putAll(allowed);
    return child;
  }

  /** The lines of all calls that have begun and not taken effect; the list is not changed later. */
  List<Integer> pendingLines() {
    List<Integer> lines = pendingLines;
    if (lines == null) {
      lines =
          pending.isEmpty()
              ? List.of()
              : pending.stream().filter(c -> !c.applied).map(c -> c.call.line()).toList();
      pendingLines = lines;
    }
    return lines;
  }

  void pendingChanged() {
    pendingLines = null;
  }

  /**
   * The pages of a range must have been mapped: those of which nothing is known were, from the
   * start.
   */
  void touch(long start, long end) {
    // What is mapped is known, and found faster.
    if (areas.isMapped(start, end) || known.covers(start, end)) {
      return;
    }
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.touched.add(gap.start(), gap.end());
      areas.reveal(gap.start(), gap.end(), hidden);
      known.add(gap.start(), gap.end());
    }
  }

  /** A call maps or unmaps the range: what was not known of before was not mapped. */
  void claim(long start, long end) {
    if (known.covers(start, end)) {
      return;
    }
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.claimed.add(gap.start(), gap.end());
      known.add(gap.start(), gap.end());
    }
  }

  /** All that is mapped, with what execve mapped and was never touched by this space. */
  List<MappedArea> mapped() {
    List<MappedArea> all = new ArrayList<>(areas.all());
    for (MappedArea area : origin.areas()) {
      for (PageSet.Range gap : known.gaps(area.start(), area.end())) {
        all.add(
            new MappedArea(
                gap.start(), gap.end(), new Mapping(Mapping.UNKNOWN, Mapping.BY_EXECVE, hidden)));
      }
    }
    all.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    List<MappedArea> joined = new ArrayList<>();
    for (MappedArea area : all) {
      MappedArea last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.end() == area.start() && last.mapping().equals(area.mapping())) {
        area = new MappedArea(last.start(), area.end(), area.mapping());
        joined.remove(joined.size() - 1);
      }
      joined.add(area);
    }
    return joined;
  }

  /**
   * What execve mapped in a space, which the spaces forked from it inherit: the program's image,
   * its interpreter, its stack, the vdso. No call tells of it, so it is worked out from the pages
   * that were touched, protected or unmapped, although no call had mapped them.
   */
  static final class Origin {
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
