package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.AreaMap;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.recording.Call;
import io.vmalock.bench.replay.recording.Fault;
import io.vmalock.bench.replay.recording.Operation;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.Refusal;
import io.vmalock.bench.replay.recording.Remarks;
import io.vmalock.bench.replay.recording.Traced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles on one order of all that was recorded, in which each thread's own order is kept and every
 * recorded result is possible.
 *
 * <p>A call took effect at some instant between its begin and its result. Here that is as late as
 * possible: when its result was seen, which for a call on one line is before the next line; and
 * earlier only where something recorded could not have happened without it: a fault, or the end, of
 * its own thread; anything of the thread that it made; another thread's fault at an address that
 * only this call mapped or made accessible; another call's result, for which this one made room,
 * mapped the range, or had to come before the unmapping.
 *
 * <p>A fault is placed before the calls of other threads that had begun and whose result was not
 * seen yet, and notes that it may have come after them.
 *
 * <p>On the way it finds out which threads and spaces there were, and what execve had mapped in
 * them.
 */
public final class Chronology {
  /** Linux maps nothing below, so a fault there is a null pointer. */
  private static final long LOWEST_MAPPED = 1 << 16;

  /** How many faults of its thread a SIGSEGV may be behind the one that caused it. */
  private static final int REFUSAL_REACH = 16;

  private enum Kind {
    END,
    BEGIN,
    OTHER
  }

  /** Something that strace told, at a time. */
  private record Point(Kind kind, int line, long time, Traced traced) {}

  private final Recording recording;
  private final Remarks remarks;
  private final List<RecordedThread> threads = new ArrayList<>();
  private final List<RecordedSpace> spaces = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, RecordedThread> alive = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();
  private final IdentityHashMap<Call, PendingCall> pendingByCall = new IdentityHashMap<>();

  /** By thread id: the call that makes that thread, begun and perhaps not yet applied. */
  private final Map<Integer, PendingCall> births = new HashMap<>();

  /** By thread id: its first traced call. */
  private final Map<Integer, Call> firstCalls = new HashMap<>();

  /** By process id: the space of a process that was running before the recording began. */
  private final Map<Integer, RecordedSpace> attached = new HashMap<>();

  /** By thread id: its process, as perf tells it. */
  private final Map<Integer, Integer> processes = new HashMap<>();

  private final IdentityHashMap<Fault, Refusal> refused = new IdentityHashMap<>();

  private Chronology(Recording recording) {
    this.recording = recording;
    this.remarks = recording.remarks();
  }

  public static History of(Recording recording) {
    Chronology chronology = new Chronology(recording);
    chronology.prepare();
    chronology.goThrough();
    return new History(
        List.copyOf(chronology.threads),
        List.copyOf(chronology.spaces),
        List.copyOf(chronology.steps));
  }

  // ---- Going through ----

  private void prepare() {
    Map<Integer, List<Fault>> byThread = new HashMap<>();
    for (Fault fault : recording.faults()) {
      processes.putIfAbsent(fault.tid(), fault.pid());
      byThread.computeIfAbsent(fault.tid(), tid -> new ArrayList<>()).add(fault);
    }
    for (Traced traced : recording.traced()) {
      if (traced instanceof Call call) {
        firstCalls.putIfAbsent(call.tid(), call);
      }
    }
    for (Refusal refusal : recording.refusals()) {
      List<Fault> faults = byThread.getOrDefault(refusal.tid(), List.of());
      int last = firstAfter(faults, refusal.time()) - 1;
      for (int i = last; i >= 0 && i > last - REFUSAL_REACH; i--) {
        if (faults.get(i).address() == refusal.address()) {
          refused.put(faults.get(i), refusal);
          break;
        }
      }
    }
  }

  private static int firstAfter(List<Fault> faults, long time) {
    int low = 0;
    int high = faults.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (faults.get(middle).time() <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void goThrough() {
    List<Fault> faults = recording.faults();
    int next = 0;
    for (Point point : points()) {
      while (next < faults.size() && faults.get(next).time() <= point.time()) {
        fault(faults.get(next++));
      }
      switch (point.kind()) {
        case BEGIN -> begin((Call) point.traced());
        case END -> end((Call) point.traced());
        case OTHER -> other(point.traced());
      }
    }
    while (next < faults.size()) {
      fault(faults.get(next++));
    }
  }

  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (Traced traced : recording.traced()) {
      if (traced instanceof Call call) {
        points.add(new Point(Kind.BEGIN, call.line(), call.begin(), call));
        if (call.endLine() > 0) {
          points.add(new Point(Kind.END, call.endLine(), call.end(), call));
        }
      } else if (traced instanceof Traced.Ended ended) {
        points.add(new Point(Kind.OTHER, ended.line(), ended.time(), ended));
      } else if (traced instanceof Traced.Superseded superseded) {
        points.add(new Point(Kind.OTHER, superseded.line(), superseded.time(), superseded));
      }
    }
    // The sort is stable: a call on one line begins before it ends.
    points.sort(Comparator.comparingInt(Point::line));
    // A call on one line has no time for its end: the next line's is the latest it can be.
    long later = Long.MAX_VALUE;
    for (int i = points.size() - 1; i >= 0; i--) {
      Point point = points.get(i);
      if (point.kind() == Kind.END && point.line() == point.traced().line()) {
        points.set(i, new Point(Kind.END, point.line(), later, point.traced()));
      } else {
        later = point.time();
      }
    }
    return points;
  }

  private void begin(Call call) {
    if (call.endLine() == 0) {
      return;
    }
    RecordedThread thread = thread(call.tid());
    if (thread == null) {
      thread = root(call.tid(), call.operation() instanceof Operation.Execute, call.line());
    }
    PendingCall pending = new PendingCall(call, thread);
    pendingByCall.put(call, pending);
    thread.pending = pending;
    if (thread.space != null) {
      thread.space.pending.add(pending);
    }
    if (call.operation() instanceof Operation.Spawn spawn) {
      births.put(spawn.child(), pending);
    }
  }

  private void end(Call call) {
    PendingCall pending = pendingByCall.remove(call);
    if (pending == null) {
      return;
    }
    RecordedThread thread = pending.thread;
    RecordedSpace begunIn = thread.space;
    apply(pending);
    thread.pending = null;
    if (begunIn != null) {
      begunIn.pending.remove(pending);
    }
  }

  private void other(Traced traced) {
    if (traced instanceof Traced.Ended end) {
      RecordedThread thread = thread(end.tid());
      if (thread != null) {
        leave(thread, end.line());
        alive.remove(end.tid());
      }
      ended.add(end.tid());
    } else if (traced instanceof Traced.Superseded superseded) {
      RecordedThread leader = alive.remove(superseded.leader());
      if (leader != null) {
        leave(leader, superseded.line());
      }
      RecordedThread successor = alive.remove(superseded.successor());
      if (successor != null) {
        successor.tid = superseded.leader();
        alive.put(superseded.leader(), successor);
      }
      ended.add(superseded.successor());
      ended.remove(superseded.leader());
    }
  }

  // ---- Threads and spaces ----

  /** The thread that has this id now, made by a call that has begun, or null. */
  private @Nullable RecordedThread thread(int tid) {
    RecordedThread thread = alive.get(tid);
    PendingCall birth = births.get(tid);
    if (thread == null && birth != null) {
      apply(birth);
      thread = alive.get(tid);
    }
    return thread;
  }

  private RecordedThread newThread(int tid, int pid, String name) {
    RecordedThread thread = new RecordedThread(threads.size(), tid, pid, name);
    threads.add(thread);
    alive.put(tid, thread);
    ended.remove(tid);
    return thread;
  }

  /** A thread that no recorded call made. */
  private RecordedThread root(int tid, boolean executes, int line) {
    int pid = processes.getOrDefault(tid, tid);
    RecordedThread thread = newThread(tid, pid, "thread");
    if (!executes) {
      // It was running before: what it had mapped is worked out as for execve.
      RecordedSpace space = attached.get(pid);
      if (space == null) {
        space = create(thread, line);
        attached.put(pid, space);
      } else {
        space.users++;
        thread.space = space;
      }
    }
    return thread;
  }

  private RecordedSpace create(RecordedThread thread, int line) {
    RecordedSpace space = RecordedSpace.unknown(spaces.size());
    spaces.add(space);
    space.users = 1;
    thread.space = space;
    steps.add(new Step.Create(thread.index, space.index, line));
    return space;
  }

  private void leave(RecordedThread thread, int line) {
    RecordedSpace space = thread.space;
    if (space == null) {
      return;
    }
    if (thread.pending != null) {
      apply(thread.pending);
      space.pending.remove(thread.pending);
    }
    thread.space = null;
    space.users--;
    if (space.users == 0) {
      steps.add(new Step.Close(thread.index, space.index, line));
    }
  }

  // ---- Faults ----

  private void fault(Fault fault) {
    if (fault.address() < 0) {
      remarks.count("faults at the kernel's addresses left out");
      return;
    }
    RecordedThread thread = thread(fault.tid());
    if (thread == null) {
      thread = rootOf(fault);
      if (thread == null) {
        return;
      }
    }
    PendingCall own = thread.pending;
    if (own != null && !own.applied && forces(own, fault)) {
      apply(own);
    }
    thread.name = fault.thread();
    RecordedSpace space = thread.space;
    if (space == null) {
      remarks.count("faults before their process's first execve left out");
      return;
    }
    settle(space, fault, refused.get(fault));
    List<Integer> concurrent = new ArrayList<>();
    for (PendingCall other : space.pending) {
      if (!other.applied && other.thread != thread) {
        concurrent.add(other.call.line());
      }
    }
    steps.add(
        new Step.Touch(
            thread.index, space.index, fault.line(), fault.address(), List.copyOf(concurrent)));
  }

  private @Nullable RecordedThread rootOf(Fault fault) {
    Call first = firstCalls.get(fault.tid());
    if (ended.contains(fault.tid())) {
      remarks.count("faults after the end of their thread left out");
    } else if (first != null && first.operation() instanceof Operation.Execute) {
      remarks.count("faults before their process's first execve left out");
    } else if (first != null || attached.containsKey(fault.pid())) {
      return root(fault.tid(), false, first == null ? 0 : first.line());
    } else {
      remarks.count("faults of threads that strace did not follow left out");
    }
    return null;
  }

  /** Whether the thread cannot have come to this fault without its call having taken effect. */
  private static boolean forces(PendingCall own, Fault fault) {
    Operation operation = own.call.operation();
    if (operation instanceof Operation.Spawn) {
      return false; // the kernel reads and writes the caller's memory on the way
    }
    RecordedSpace space = own.thread.space;
    if (operation instanceof Operation.Execute && space != null) {
      // On the way the kernel reads the arguments out of the old space, then names the thread after
      // the program, then fills the new space.
      return !fault.thread().equals(own.thread.name) || space.areas.find(fault.address()) == null;
    }
    return true;
  }

  /** Makes the fault possible, by calls that have begun, or by what execve must have mapped. */
  private void settle(RecordedSpace space, Fault fault, @Nullable Refusal refusal) {
    long address = fault.address();
    if (refusal != null && !refusal.mapped()) {
      if (space.areas.find(address) != null) {
        remarks.count("SIGSEGVs where the reconstruction has an area");
      }
      return;
    }
    if (refusal == null) {
      for (PendingCall pending : List.copyOf(space.pending)) {
        MappedArea area = space.areas.find(address);
        if (area != null && area.mapping().accessible()) {
          return;
        }
        if (!pending.applied && pending.opens(address)) {
          apply(pending);
        }
      }
    }
    if (Long.compareUnsigned(address, LOWEST_MAPPED) >= 0) {
      long page = PageSet.pageStart(address);
      space.touch(page, page + PageSet.PAGE);
    }
    if (space.areas.find(address) == null) {
      remarks.count("faults where nothing was mapped");
    }
  }

  // ---- Calls ----

  private void apply(PendingCall pending) {
    if (pending.applied) {
      return;
    }
    pending.applied = true;
    Call call = pending.call;
    RecordedThread thread = pending.thread;
    Operation operation = call.operation();
    if (operation instanceof Operation.Spawn spawn) {
      spawn(thread, spawn, call.line());
      return;
    }
    if (operation instanceof Operation.Execute) {
      execute(thread, pending);
      return;
    }
    RecordedSpace space = thread.space;
    if (space == null) {
      return;
    }
    List<Change> changes = new ArrayList<>();
    if (operation instanceof Operation.Place place) {
      place(space, changes, place);
    } else if (operation instanceof Operation.Unmap unmap) {
      beforeUnmapping(space, unmap.start(), unmap.end());
      space.touch(unmap.start(), unmap.end());
      change(space, changes, new Change.Unmap(unmap.start(), unmap.end()));
    } else if (operation instanceof Operation.Revise revise) {
      revise(space, changes, revise);
    } else if (operation instanceof Operation.ReviseAll all) {
      for (PageSet.Range range : mapped(space, 0, -1)) {
        change(space, changes, new Change.Revise(range.start(), range.end(), all.revision()));
      }
    } else if (operation instanceof Operation.Break brk) {
      moveBreak(space, changes, brk.end());
    } else if (operation instanceof Operation.Remap remap) {
      remap(space, changes, remap);
    }
    if (!changes.isEmpty()) {
      steps.add(
          new Step.Revise(
              thread.index, space.index, call.line(), call.name(), List.copyOf(changes)));
    }
  }

  private static void change(RecordedSpace space, List<Change> changes, Change change) {
    space.areas.apply(change);
    changes.add(change);
  }

  private void place(RecordedSpace space, List<Change> changes, Operation.Place place) {
    if (!place.fixed()) {
      makeRoom(space, place.start(), place.end());
    }
    beforeUnmapping(space, place.start(), place.end());
    space.claim(place.start(), place.end());
    change(space, changes, new Change.Map(place.start(), place.end(), place.mapping()));
  }

  private void revise(RecordedSpace space, List<Change> changes, Operation.Revise revise) {
    if (revise.complete()) {
      requireMapped(space, revise.start(), revise.end());
    }
    List<PageSet.Range> ranges = mapped(space, revise.start(), revise.end());
    if (revise.stopsAtGap()) {
      boolean begins = !ranges.isEmpty() && ranges.get(0).start() == revise.start();
      // With all of it mapped the kernel lacked memory for something else, and changed nothing.
      boolean gap = begins && ranges.get(0).end() != revise.end();
      ranges = gap ? ranges.subList(0, 1) : List.of();
    }
    for (PageSet.Range range : ranges) {
      change(space, changes, new Change.Revise(range.start(), range.end(), revise.revision()));
    }
  }

  private void moveBreak(RecordedSpace space, List<Change> changes, long end) {
    long oldEnd = PageSet.roundUp(space.brk);
    long newEnd = PageSet.roundUp(end);
    boolean first = space.brk == 0;
    if (!first && Long.compareUnsigned(oldEnd, newEnd) < 0) {
      makeRoom(space, oldEnd, newEnd);
      space.claim(oldEnd, newEnd);
      MappedArea heap = space.areas.find(oldEnd - 1);
      boolean grows =
          heap != null
              && heap.end() == oldEnd
              && (heap.mapping().flags() & Mapping.HEAP) != 0
              && space.areas.within(oldEnd, newEnd).isEmpty();
      change(
          space,
          changes,
          grows
              ? new Change.Grow(oldEnd, newEnd)
              : new Change.Map(
                  oldEnd, newEnd, new Mapping(Mapping.READ | Mapping.WRITE, 0, Mapping.HEAP)));
    } else if (!first && Long.compareUnsigned(newEnd, oldEnd) < 0) {
      beforeUnmapping(space, newEnd, oldEnd);
      space.touch(newEnd, oldEnd);
      change(space, changes, new Change.Unmap(newEnd, oldEnd));
    }
    space.brk = end;
  }

  private void remap(RecordedSpace space, List<Change> changes, Operation.Remap remap) {
    requireMapped(space, remap.start(), remap.end());
    MappedArea source = space.areas.find(remap.start());
    if (source == null || mapped(space, remap.start(), remap.end()).size() != 1) {
      return; // counted by requireMapped
    }
    long oldLength = remap.end() - remap.start();
    long newLength = remap.newEnd() - remap.newStart();
    long kept = Math.min(oldLength, newLength);
    if (newLength < oldLength) {
      change(space, changes, new Change.Unmap(remap.start() + kept, remap.end()));
    }
    if (remap.newStart() != remap.start()) {
      long end = remap.newEnd();
      beforeUnmapping(space, remap.newStart(), end);
      space.claim(remap.newStart(), end);
      if (!space.areas.within(remap.newStart(), end).isEmpty()) {
        change(space, changes, new Change.Unmap(remap.newStart(), end));
      }
      change(
          space,
          changes,
          remap.keepsOld()
              ? new Change.Map(remap.newStart(), remap.newStart() + kept, source.mapping())
              : new Change.Move(remap.start(), remap.start() + kept, remap.newStart()));
    }
    if (oldLength < newLength) {
      long grown = remap.newStart() + kept;
      makeRoom(space, grown, remap.newEnd());
      space.claim(grown, remap.newEnd());
      if (!space.areas.within(grown, remap.newEnd()).isEmpty()) {
        change(space, changes, new Change.Unmap(grown, remap.newEnd()));
      }
      change(space, changes, new Change.Grow(grown, remap.newEnd()));
    }
  }

  private void spawn(RecordedThread parent, Operation.Spawn spawn, int line) {
    births.remove(spawn.child());
    RecordedSpace space = parent.space;
    RecordedThread stale = alive.get(spawn.child());
    if (stale != null) {
      leave(stale, line);
    }
    RecordedThread child =
        newThread(spawn.child(), spawn.sharesProcess() ? parent.pid : spawn.child(), parent.name);
    if (space == null) {
      return;
    }
    if (spawn.sharesSpace()) {
      child.space = space;
      space.users++;
      steps.add(new Step.Spawn(parent.index, space.index, line, child.index));
      return;
    }
    RecordedSpace copy = space.copy(spaces.size());
    spaces.add(copy);
    child.space = copy;
    copy.users = 1;
    List<Change> inChild = new ArrayList<>();
    for (MappedArea area : space.areas.all()) {
      if ((area.mapping().flags() & Mapping.NOT_COPIED) != 0) {
        change(copy, inChild, new Change.Unmap(area.start(), area.end()));
      }
    }
    steps.add(new Step.Fork(parent.index, space.index, line, copy.index, List.copyOf(inChild)));
  }

  private void execute(RecordedThread thread, PendingCall pending) {
    int line = pending.call.line();
    RecordedSpace old = thread.space;
    if (old != null) {
      old.pending.remove(pending);
    }
    thread.pending = null;
    leave(thread, line);
    create(thread, line);
  }

  // ---- What calls need of each other ----

  /** Nothing may be mapped where the kernel chose a place: calls that unmap there came before. */
  private void makeRoom(RecordedSpace space, long start, long end) {
    for (PendingCall other : List.copyOf(space.pending)) {
      if (space.areas.within(start, end).isEmpty()) {
        return;
      }
      if (!other.applied && other.unmaps(start, end)) {
        apply(other);
      }
    }
    if (!space.areas.within(start, end).isEmpty()) {
      remarks.count("mappings that the kernel placed where the reconstruction still has an area");
    }
  }

  /** All of it must be mapped: calls that map there came before, or execve did. */
  private void requireMapped(RecordedSpace space, long start, long end) {
    for (PendingCall other : List.copyOf(space.pending)) {
      if (isMapped(space, start, end)) {
        return;
      }
      if (!other.applied && other.maps(start, end)) {
        apply(other);
      }
    }
    space.touch(start, end);
    if (!isMapped(space, start, end)) {
      remarks.count("calls that succeeded where the reconstruction has a gap");
    }
  }

  /** What is about to be unmapped was mapped for calls that have begun and needed it. */
  private void beforeUnmapping(RecordedSpace space, long start, long end) {
    for (PendingCall other : List.copyOf(space.pending)) {
      if (!other.applied && other.needs(start, end)) {
        apply(other);
      }
    }
  }

  private static boolean isMapped(RecordedSpace space, long start, long end) {
    List<PageSet.Range> ranges = mapped(space, start, end);
    return ranges.size() == 1 && ranges.get(0).start() == start && ranges.get(0).end() == end;
  }

  /** The parts of a range that are mapped, each as long as can be. */
  private static List<PageSet.Range> mapped(RecordedSpace space, long start, long end) {
    PageSet parts = new PageSet();
    for (MappedArea area : space.areas.within(start, end)) {
      parts.add(AreaMap.maxUnsigned(area.start(), start), AreaMap.minUnsigned(area.end(), end));
    }
    return parts.ranges();
  }
}
