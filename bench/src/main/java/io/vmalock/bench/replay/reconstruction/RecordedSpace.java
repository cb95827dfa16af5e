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
  /** The areas that execve mapped, which no call shows. */
  static final Mapping MADE_BY_EXECVE = new Mapping(Mapping.UNKNOWN, Mapping.BY_EXECVE, 0);

  final int index;

  /** The present areas, as far as calls and touched pages show them. */
  final KernelMap areas;

  /** The pages that are known to be mapped or free: from a call, or because they were touched. */
  final PageSet known;

  final Origin origin;
  final List<PendingCall> pending = new ArrayList<>();

  /** The lines of calls that have begun and not taken effect, until that changes. */
  private @Nullable List<Integer> pendingLines;

  /** By file, the protections beyond reading that a mapping of it was allowed. */
  final Map<String, Integer> allowed = new HashMap<>();

  /** The end of the heap; 0 until a call shows it. */
  long brk;

  /** The flags of future mappings: locked, mergeable. */
  int future;

  /** The descriptors of its process. */
  Descriptors files = new Descriptors();

  /** The flags of the areas of execve that are not known yet (mlockall). */
  int hidden;

  /** Whether it, or the space that it was forked from, existed before the recording began. */
  boolean midway;

  /** The number of threads in it. */
  int users;

  private RecordedSpace(int index, KernelMap areas, PageSet known, Origin origin) {
    this.index = index;
    this.areas = areas;
    this.known = known;
    this.origin = origin;
  }

  /** Makes a new space, of which nothing is known. */
  static RecordedSpace unknown(int index, boolean assumesTouched) {
    return new RecordedSpace(index, new KernelMap(assumesTouched), new PageSet(), new Origin());
  }

  /**
   * Returns a child's copy.
   *
   * @param inChild the changes that remove the areas that it does not keep
   */
  RecordedSpace fork(int childIndex, List<Change> inChild) {
    RecordedSpace child = new RecordedSpace(childIndex, areas.fork(inChild), known.copy(), origin);
    child.brk = brk;
    child.midway = midway;
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

  /**
   * Returns the lines of all calls that have begun and not taken effect; the list does not change
   * later.
   */
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
   * Records that the pages of a range must have been mapped: the unknown ones were mapped from the
   * start.
   */
  void touch(long start, long end) {
    // Mapped pages are known, and a look at the areas is faster.
    if (areas.isMapped(start, end) || known.covers(start, end)) {
      return;
    }
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.touched.add(gap.start(), gap.end());
      areas.reveal(gap.start(), gap.end(), hidden);
      known.add(gap.start(), gap.end());
    }
  }

  /** Records that a call maps or unmaps the range: its unknown pages were not mapped. */
  void claim(long start, long end) {
    if (known.covers(start, end)) {
      return;
    }
    for (PageSet.Range gap : known.gaps(start, end)) {
      origin.claimed.add(gap.start(), gap.end());
      known.add(gap.start(), gap.end());
    }
  }

  /** Returns all areas, including those of execve that this space never touched. */
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
   * The areas that execve mapped in a space, which the spaces forked from it inherit: the program's
   * image, its interpreter, its stack, the vdso. No call shows them. They are inferred from pages
   * that were touched, protected or unmapped although no call had mapped them.
   */
  static final class Origin {
    /** The distance beyond which touched pages belong to different areas. */
    static final long WIDEST_GAP = 2 << 20;

    final PageSet touched = new PageSet();

    /** The pages that a call mapped while nothing was known of them: they were free until then. */
    final PageSet claimed = new PageSet();

    /** Returns the areas: touched pages, and the pages between two near ones. */
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
