package io.vmalock.bench.replay.reconstruction;

import static io.vmalock.bench.replay.areas.PageSet.below;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.areas.Revision;
import io.vmalock.bench.replay.recording.Call;
import io.vmalock.bench.replay.recording.Event;
import io.vmalock.bench.replay.recording.Fault;
import io.vmalock.bench.replay.recording.Operation;
import io.vmalock.bench.replay.recording.RecordingReader;
import io.vmalock.bench.replay.recording.Remarks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one order of all recorded events that keeps each thread's own order and makes every
 * recorded result possible.
 *
 * <p>A call took effect at some instant between its begin and its result. This class assumes the
 * latest instant: the moment when its result was seen, which for a call on one line is before the
 * next line. A call takes effect earlier only if something recorded could not have happened without
 * it: a fault, or the end, of its own thread; any event of the thread that it made; another
 * thread's fault at an address that only this call mapped or made accessible; another call's
 * result, for which this one made room, mapped the range, or had to come before the unmapping.
 *
 * <p>A fault is placed before the calls of other threads that had begun and whose result was not
 * seen yet, and records that it may have come after them.
 *
 * <p>Meanwhile this class infers the threads and spaces, and the areas that execve had mapped in
 * them. It keeps only threads, spaces and areas that are alive.
 */
final class Chronology {
  /** The lowest address at which Linux maps memory, so a fault below it is a null pointer. */
  private static final long LOWEST_MAPPED = 1 << 16;

  /**
   * The nanoseconds of a microsecond: strace truncates times to microseconds, and the reader takes
   * the last nanosecond of it.
   */
  private static final long CUT_OFF = 999;

  /** The gap that the kernel keeps free below an area that grows down. */
  private static final long STACK_GUARD = 256 * PageSet.PAGE;

  /** The most threads kept that were made and never appeared. */
  private static final int MOST_UNHEARD = 1024;

  /** The number of bytes that every Linux allows to be locked by default. */
  private static final long LEAST_LOCKABLE = 64 << 10;

  private static final long MPOL_BIND = 2;
  private static final long MPOL_PREFERRED_MANY = 5;

  /** The greatest thread id of Linux. */
  private static final int MOST_TID = 1 << 22;

  private final RecordingReader reader;
  private final Remarks remarks;
  private final History history;
  private final boolean faultsTold;
  private final LiveThreads alive = new LiveThreads();
  private final BitSet ended = new BitSet();
  private final IdentityHashMap<Call, PendingCall> pendingByCall = new IdentityHashMap<>();
  private int threads;
  private int spaces;
  private int mostAreas;
  private long sections;
  private long faults;

  /** By thread id: the call that makes that thread, begun and perhaps not yet applied. */
  private final Map<Integer, PendingCall> births = new HashMap<>();

  /** The space of each process, by process id. */
  private final TreeMap<Integer, RecordedSpace> processes = new TreeMap<>();

  /** The threads that were made and have not appeared yet, the oldest first. */
  private final ArrayDeque<RecordedThread> unheard = new ArrayDeque<>();

  /** The processes whose children appeared under the ids that their makers' calls returned. */
  private final Set<Integer> makersOfRealIds = new HashSet<>();

  /** The changes of the call that is being applied. */
  private List<Change> changes = new ArrayList<>();

  Chronology(RecordingReader reader, History history) {
    this.reader = reader;
    this.remarks = reader.remarks();
    this.history = history;
    this.faultsTold = reader.hasFaults();
  }

  /** Goes through a recording to its end. */
  static Chronology of(RecordingReader reader, History history) {
    Chronology chronology = new Chronology(reader, history);
    while (chronology.advance()) {
      // on to the end
    }
    return chronology;
  }

  int threads() {
    return threads;
  }

  int spaces() {
    return spaces;
  }

  int mostAreas() {
    return mostAreas;
  }

  long sections() {
    return sections;
  }

  long faults() {
    return faults;
  }

  /** Returns the present spaces, by process. */
  Map<Integer, RecordedSpace> alive() {
    processes.values().removeIf(space -> space.users == 0);
    return processes;
  }

  // ---- Going through ----

  /** Goes on by one event, with the faults before it; false at the end. */
  boolean advance() {
    Event event = reader.next();
    if (event == null) {
      faults(Long.MAX_VALUE);
      return false;
    }
    faultsBefore(event);
    if (event instanceof Event.Whole whole) {
      Event next = reader.peek();
      if (!faultsTold) {
        straight(whole.call());
      } else {
        PendingCall pending = begin(whole.call());
        // A call on one line has no time for its end: the next line's time is the latest possible.
        faults(next == null ? Long.MAX_VALUE : next.time());
        end(pending);
      }
    } else if (event instanceof Event.Begin begin) {
      pendingByCall.put(begin.call(), begin(begin.call()));
    } else if (event instanceof Event.End end) {
      PendingCall pending = pendingByCall.remove(end.call());
      if (pending != null) {
        end(pending);
      }
    } else if (event instanceof Event.Ended over) {
      RecordedThread thread = thread(over.tid());
      if (thread != null) {
        leave(thread, over.line());
        forget(thread);
      }
      ended(over.tid(), true);
    } else if (event instanceof Event.Superseded superseded) {
      supersede(superseded);
    } else if (event instanceof Event.Attached attached) {
      if (!alive.contains(attached.tid())) {
        root(attached.tid(), attached.tid(), false, attached.line());
      }
    }
    return true;
  }

  /** Without faults, there is nothing between a call's begin and its end. */
  private void straight(Call call) {
    RecordedThread thread = caller(call);
    PendingCall pending = new PendingCall(call, thread);
    apply(pending);
    thread.lastLine = call.line();
  }

  private RecordedThread caller(Call call) {
    RecordedThread thread = thread(call.tid());
    if (thread == null) {
      thread = unknown(call.tid(), call.operation() instanceof Operation.Execute, call.line());
    }
    heard(thread);
    return thread;
  }

  private PendingCall begin(Call call) {
    RecordedThread thread = caller(call);
    thread.lastLine = call.line();
    PendingCall pending = new PendingCall(call, thread);
    thread.pending = pending;
    if (thread.space != null) {
      thread.space.pending.add(pending);
      thread.space.pendingChanged();
    }
    if (call.operation() instanceof Operation.Spawn spawn) {
      births.put(spawn.child(), pending);
    }
    return pending;
  }

  private void end(PendingCall pending) {
    RecordedThread thread = pending.thread;
    RecordedSpace begunIn = thread.space;
    apply(pending);
    thread.pending = null;
    if (begunIn != null) {
      begunIn.pending.remove(pending);
      begunIn.pendingChanged();
    }
  }

  private void supersede(Event.Superseded superseded) {
    RecordedThread leader = alive.get(superseded.tid());
    if (leader != null) {
      leave(leader, superseded.line());
      forget(leader);
    }
    RecordedThread successor = alive.remove(superseded.successor());
    if (successor != null) {
      successor.tid = superseded.tid();
      alive.add(successor);
    }
    ended(superseded.successor(), true);
    ended(superseded.tid(), false);
  }

  private void ended(int tid, boolean yes) {
    if (tid < MOST_TID) {
      ended.set(tid, yes);
    }
  }

  private void forget(RecordedThread thread) {
    alive.remove(thread.tid);
  }

  // ---- Threads and spaces ----

  /** Returns the thread that has this id now, made by a call that has begun, or null. */
  private @Nullable RecordedThread thread(int tid) {
    RecordedThread thread = alive.get(tid);
    if (thread != null) {
      return thread;
    }
    PendingCall birth = births.get(tid);
    if (birth != null) {
      apply(birth);
      thread = alive.get(tid);
    } else if (tid == 0 && alive.size() == 1) {
      // strace names no thread while it follows only one.
      thread = alive.any();
    } else if (tid != 0) {
      // It had no name while it was alone.
      thread = alive.remove(0);
      if (thread != null) {
        thread.tid = tid;
        alive.add(thread);
      }
    }
    return thread;
  }

  private void heard(RecordedThread thread) {
    if (!thread.heard) {
      thread.heard = true;
      if (thread.maker != 0) {
        makersOfRealIds.add(thread.maker);
      }
    }
  }

  private RecordedThread newThread(int tid, int pid, String name, Descriptors files) {
    RecordedThread thread = new RecordedThread(threads++, tid, pid, name, files);
    history.thread(thread);
    alive.add(thread);
    ended(tid, false);
    return thread;
  }

  /** Makes a thread that no call under this id made. */
  private RecordedThread unknown(int tid, boolean executes, int line) {
    RecordedThread made = ofNamespace(tid);
    if (made != null) {
      return made;
    }
    int pid = reader.processOf(tid);
    boolean first = alive().isEmpty();
    int only = first && !executes ? reader.onlyProcess() : 0;
    if (pid > 0 || executes || first && (only == 0 || only == tid)) {
      return root(tid, pid > 0 ? pid : tid, executes, line);
    }
    // Its process is not recorded: assume the process with the next lower id, or the only one.
    Map.Entry<Integer, RecordedSpace> below = processes.floorEntry(tid);
    int guessed = first ? only : below == null ? processes.firstKey() : below.getKey();
    remarks.count(
        "threads whose process is a guess, since no recorded call made them and no fault names it",
        "thread " + tid + ", taken as one of process " + guessed);
    return root(tid, guessed, false, line);
  }

  /**
   * Guesses the thread that a call in a PID namespace made under another id: one that has not
   * appeared yet.
   */
  private @Nullable RecordedThread ofNamespace(int tid) {
    while (!unheard.isEmpty() && (unheard.peek().heard || !isAlive(unheard.peek()))) {
      unheard.poll();
    }
    int pid = reader.processOf(tid);
    for (RecordedThread thread : unheard) {
      boolean fits =
          !thread.heard
              && isAlive(thread)
              && thread.tid < tid
              && !makersOfRealIds.contains(thread.maker)
              && (pid == 0
                  || (pid == tid ? !thread.isThread : thread.isThread && thread.maker == pid));
      if (fits) {
        remarks.count(
            "threads whose maker is a guess, since calls in a PID namespace tell other ids: record"
                + " with strace --decode-pids=pidns",
            "thread "
                + tid
                + ", taken as the "
                + thread.tid
                + " that process "
                + thread.maker
                + " made");
        alive.remove(thread.tid);
        int named = thread.tid;
        thread.tid = tid;
        alive.add(thread);
        thread.heard = true;
        ended(named, false);
        if (!thread.isThread && thread.space != null) {
          processes.remove(named, thread.space);
          processes.putIfAbsent(tid, thread.space);
        }
        return thread;
      }
    }
    return null;
  }

  private boolean isAlive(RecordedThread thread) {
    return alive.get(thread.tid) == thread;
  }

  /** Makes a thread that no recorded call made. */
  private RecordedThread root(int tid, int pid, boolean executes, int line) {
    RecordedSpace space = executes ? null : processes.get(pid);
    Descriptors files = space == null ? new Descriptors() : space.files;
    RecordedThread thread = newThread(tid, pid, "thread", files);
    if (!executes) {
      // It was running before: its areas are inferred like those of execve.
      if (space == null || space.users == 0) {
        create(thread, line).midway = true;
      } else {
        space.users++;
        thread.space = space;
      }
    }
    return thread;
  }

  private RecordedSpace create(RecordedThread thread, int line) {
    RecordedSpace space = RecordedSpace.unknown(spaces++, !faultsTold);
    history.space(space);
    space.users = 1;
    space.files = thread.files;
    thread.space = space;
    processes.put(thread.pid, space);
    history.step(new Step.Create(thread.index, space.index, line));
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
      space.pendingChanged();
    }
    thread.space = null;
    space.users--;
    if (space.users == 0) {
      processes.remove(thread.pid, space);
      history.step(new Step.Close(thread.index, space.index, line));
    }
  }

  // ---- Faults ----

  /**
   * Applies the faults up to an event. The event's time is truncated to a microsecond: a fault of
   * that microsecond at an address that the call opens, and where nothing is yet, comes after the
   * call's begin.
   */
  private void faultsBefore(Event event) {
    if (!faultsTold) {
      return;
    }
    Call call =
        event instanceof Event.Whole whole
            ? whole.call()
            : event instanceof Event.Begin begin ? begin.call() : null;
    if (call != null) {
      faults(event.time() - CUT_OFF);
      RecordedThread thread = alive.get(call.tid());
      PendingCall pending = thread == null ? null : new PendingCall(call, thread);
      for (Fault fault = reader.peekFault();
          fault != null && fault.time() <= event.time();
          fault = reader.peekFault()) {
        boolean opened =
            pending == null || thread == null
                ? call.operation() instanceof Operation.Place place
                    && fault.address() - place.start() >= 0
                    && fault.address() - place.end() < 0
                : thread.space != null
                    && thread.space.areas.find(fault.address()) == null
                    && pending.opens(fault.address());
        if (opened) {
          return;
        }
        faults(fault.time());
      }
    }
    faults(event.time());
  }

  private void faults(long until) {
    if (faultsTold) {
      for (Fault fault = reader.fault(until); fault != null; fault = reader.fault(until)) {
        fault(fault);
      }
    }
  }

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
    heard(thread);
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
    settle(thread, space, fault, reader.refusal(fault, thread.lastLine));
    faults++;
    history.step(
        new Step.Touch(
            thread.index, space.index, fault.line(), fault.address(), space.pendingLines()));
  }

  private @Nullable RecordedThread rootOf(Fault fault) {
    int tid = fault.tid();
    boolean coming = reader.isComing(tid);
    if (coming && reader.executesFirst(tid)) {
      remarks.count("faults before their process's first execve left out");
      return null;
    }
    if (coming) {
      RecordedThread made = ofNamespace(tid);
      return made != null ? made : root(tid, fault.pid(), false, 0);
    }
    if (tid > 0 && tid < MOST_TID && ended.get(tid)) {
      remarks.count("faults after the end of their thread left out");
      return null;
    }
    RecordedSpace space = processes.get(fault.pid());
    if (space != null && space.users > 0) {
      return root(tid, fault.pid(), false, 0);
    }
    remarks.count("faults of threads that strace did not follow left out");
    return null;
  }

  /** Returns whether the thread cannot have had this fault before its call took effect. */
  private static boolean forces(PendingCall own, Fault fault) {
    Operation operation = own.call.operation();
    if (operation instanceof Operation.Spawn) {
      return false; // the kernel reads and writes the caller's memory during the call
    }
    RecordedSpace space = own.thread.space;
    if (operation instanceof Operation.Execute && space != null) {
      // During execve the kernel reads the arguments from the old space, then names the thread
      // after the program, then fills the new space.
      return !fault.thread().equals(own.thread.name) || space.areas.find(fault.address()) == null;
    }
    return true;
  }

  /**
   * Makes the fault possible, by calls that have begun, or by areas that execve must have mapped.
   */
  private void settle(
      RecordedThread thread, RecordedSpace space, Fault fault, Event.@Nullable Refused refusal) {
    long address = fault.address();
    if (refusal != null && !refusal.mapped()) {
      if (space.areas.find(address) != null) {
        remarks.count("SIGSEGVs where the reconstruction has an area");
      }
      return;
    }
    if (refusal == null && !space.pending.isEmpty()) {
      for (PendingCall pending : List.copyOf(space.pending)) {
        KernelArea area = space.areas.find(address);
        if (area != null && area.accessible()) {
          break;
        }
        if (!pending.applied && pending.opens(address)) {
          apply(pending);
        }
      }
    }
    long page = PageSet.pageStart(address);
    if (!below(address, LOWEST_MAPPED)) {
      growDown(thread, space, page, fault.line());
      space.touch(page, page + PageSet.PAGE);
    }
    KernelArea area = space.areas.find(address);
    if (area == null) {
      remarks.count("faults where nothing was mapped");
    } else if (refusal == null) {
      space.areas.touch(area);
    }
  }

  /**
   * Lets an area that grows down grow to a fault below it, if there is room, as the kernel does.
   */
  private void growDown(RecordedThread thread, RecordedSpace space, long page, int line) {
    int index = space.areas.indexOf(page);
    if (index == space.areas.size()) {
      return;
    }
    KernelArea above = space.areas.get(index);
    if (above.contains(page)
        || (above.flags & Mapping.GROWS_DOWN) == 0
        || index > 0
            && space.areas.get(index - 1).accessible()
            && below(page - space.areas.get(index - 1).end, STACK_GUARD)) {
      return;
    }
    List<Change> outer = changes;
    changes = new ArrayList<>();
    space.claim(page, above.start);
    KernelArea more = above.part(page, above.start);
    space.areas.place(more, changes);
    step(thread, space, -line, "growth of a stack");
    changes = outer;
  }

  // ---- Calls ----

  private void apply(PendingCall pending) {
    if (pending.applied) {
      return;
    }
    pending.applied = true;
    Call call = pending.call;
    RecordedThread thread = pending.thread;
    if (thread.space != null) {
      thread.space.pendingChanged();
    }
    Operation operation = call.operation();
    if (operation instanceof Operation.Nothing) {
      return;
    }
    if (operation instanceof Operation.Spawn spawn) {
      spawn(thread, spawn, call.line());
      return;
    }
    if (operation instanceof Operation.Execute) {
      execute(thread, pending);
      return;
    }
    if (operation instanceof Operation.CloseFiles close) {
      thread.files.close(close.first(), close.last());
      return;
    }
    if (operation instanceof Operation.CopyFile copy) {
      thread.files.copy(copy.from(), copy.to());
      return;
    }
    RecordedSpace space = thread.space;
    if (space == null) {
      return;
    }
    // A call may make another one happen first, which has changes of its own.
    List<Change> outer = changes;
    changes = new ArrayList<>();
    apply(thread, space, operation, call.line());
    step(thread, space, call.line(), call.name());
    changes = outer;
  }

  private void step(RecordedThread thread, RecordedSpace space, int line, String name) {
    if (!changes.isEmpty()) {
      sections++;
      mostAreas = Math.max(mostAreas, space.areas.size());
      history.step(new Step.Revise(thread.index, space.index, line, name, changes));
    }
  }

  private void apply(RecordedThread thread, RecordedSpace space, Operation operation, int line) {
    if (operation instanceof Operation.Place place) {
      place(thread, space, place, line);
    } else if (operation instanceof Operation.Unmap unmap) {
      unmap(space, unmap.start(), unmap.end());
    } else if (operation instanceof Operation.Revise revise) {
      revise(space, revise);
    } else if (operation instanceof Operation.Several several) {
      several.parts().forEach(part -> apply(thread, space, part, line));
    } else if (operation instanceof Operation.Label label) {
      label(space, label);
    } else if (operation instanceof Operation.LockAll all) {
      lockAll(space, all);
    } else if (operation instanceof Operation.Break brk) {
      moveBreak(space, brk);
    } else if (operation instanceof Operation.Remap remap) {
      remap(space, remap);
    } else if (operation instanceof Operation.Show show) {
      show(space, show);
    } else if (operation instanceof Operation.Detach detach) {
      detach(space, detach.start());
    } else if (operation instanceof Operation.MergeAll all) {
      mergeAll(space, all.on());
    } else if (operation instanceof Operation.Broken broken) {
      broken(space, broken);
    } else if (operation instanceof Operation.Fill fill) {
      if (fill.guards()) {
        long end = fill.end();
        space.areas.guard(
            fill.start(),
            fill.complete() ? end : space.areas.upTo(fill.start(), end, Chronology::refusesGuards));
      } else if (fill.complete()) {
        space.areas.fill(fill.start(), fill.end());
      } else {
        space.areas.fillWritable(fill.start(), fill.end());
      }
    } else if (operation instanceof Operation.Unguard unguard) {
      space.areas.unguard(unguard.start(), unguard.end());
    }
  }

  private void place(RecordedThread thread, RecordedSpace space, Operation.Place place, int line) {
    long start = place.start();
    long end = place.end();
    if (!place.fixed()) {
      makeRoom(space, start, end);
    }
    beforeUnmapping(space, start, end);
    space.claim(start, end);
    KernelArea area = new KernelArea(start, end);
    area.protection = place.protection();
    area.flags = place.flags() | space.future & ~without(place.flags());
    switch (place.kind()) {
      case MEMORY -> {}
      case OWN -> {
        area.file = "shmat".equals(place.file()) ? new Segment(end - start) : new Object();
        area.shift = -start;
        area.identity = line;
      }
      case FILE -> {
        area.file = thread.files.file(String.valueOf(place.file()));
        area.shift = place.offset() - start;
        area.identity = line;
      }
    }
    space.areas.place(area, changes);
    allow(space, area, area.protection);
    if (place.filled()
        || (area.flags & (Mapping.LOCKED | Mapping.LOCKED_ON_FAULT)) == Mapping.LOCKED) {
      space.areas.fill(start, end);
    }
  }

  /**
   * Returns the flags that an area with these flags never gets: huge pages are locked anyway and
   * not marked so, and the kernel looks for equal pages only among an area's own.
   */
  private static int without(int flags) {
    int without = 0;
    if ((flags & (Mapping.HUGE_PAGES | Mapping.DROPPABLE)) != 0) {
      without |= Mapping.LOCKED | Mapping.LOCKED_ON_FAULT | Mapping.MERGEABLE;
    }
    if ((flags & Mapping.SHARED) != 0) {
      without |= Mapping.MERGEABLE;
    }
    return without;
  }

  private void unmap(RecordedSpace space, long start, long end) {
    beforeUnmapping(space, start, end);
    space.touch(start, end);
    space.areas.unmap(start, end, changes);
  }

  private void revise(RecordedSpace space, Operation.Revise revise) {
    long start = revise.start();
    long end = revise.end();
    if (revise.growsDown()) {
      KernelArea area =
          space.areas.indexOf(start) < space.areas.size()
              ? space.areas.get(space.areas.indexOf(start))
              : null;
      if (area != null && below(area.start, end)) {
        start = area.start;
      }
    }
    boolean complete = revise.reach() == Operation.Reach.ALL;
    if (complete) {
      requireMapped(space, start, end);
    }
    Revision revision = revise.revision();
    long to = reached(space, start, end, revise.reach(), revision);
    if (to == start) {
      return;
    }
    List<KernelArea> toFill = new ArrayList<>();
    space.areas.change(
        start,
        to,
        area -> {
          boolean readOnly = (area.protection & Mapping.WRITE) == 0;
          revise(area, revision);
          allow(space, area, area.protection);
          if (readOnly && isFilledWhenWritable(area)) {
            toFill.add(area.part(area.start, area.end));
          }
        },
        changes);
    if (revise.filled() && (complete || space.areas.isMapped(start, end))) {
      space.areas.fill(
          start, complete ? to : space.areas.upTo(start, to, Chronology::refusesPages));
    }
    toFill.forEach(area -> space.areas.fill(area.start, area.end));
  }

  /** Gives memory that is locked and becomes writable its own pages at once. */
  private static boolean isFilledWhenWritable(KernelArea area) {
    int locked = Mapping.LOCKED | Mapping.LOCKED_ON_FAULT | Mapping.SHARED;
    return (area.protection & Mapping.WRITE) != 0 && (area.flags & locked) == Mapping.LOCKED;
  }

  /** Returns the end of the part that a call on a range completed. */
  private long reached(
      RecordedSpace space, long start, long end, Operation.Reach reach, Revision revision) {
    KernelMap areas = space.areas;
    if (reach == Operation.Reach.LOCKED_IN_PART && areas.isMapped(start, end)) {
      if (areas.upTo(start, end, Chronology::refusesPages) != end) {
        return end; // all was locked, and then not every page could be made
      }
      if (areas.upTo(start, end, area -> area.file instanceof String) != end
          && areas.locked() + end - start <= LEAST_LOCKABLE) {
        remarks.count(
            "failed mlocks of a file, taken as beyond its end since hardly a limit is so low");
        return end;
      }
    }
    long to =
        switch (reach) {
          case ALL, OVER_GAPS -> end;
          case TO_GAP, LOCKED_IN_PART -> areas.mappedTo(start, end);
          case TO_SEALED -> areas.upTo(start, end, area -> (area.flags & Mapping.SEALED) != 0);
          case TO_FILE ->
              areas.upTo(
                  start,
                  end,
                  area -> !area.isPrivateMemory() || (area.flags & Mapping.SHARED) != 0);
          case TO_NAMED ->
              areas.upTo(
                  start, end, area -> area.file instanceof String || area.file instanceof Segment);
          case TO_KEPT -> areas.upTo(start, end, Chronology::keepsPages);
          case TO_DROPPABLE ->
              areas.upTo(start, end, area -> (area.flags & Mapping.DROPPABLE) != 0);
          case TO_POLICY -> areas.upTo(start, end, area -> !mayHaveHome(area));
          case TO_FORBIDDEN ->
              areas.upTo(start, end, area -> (revision.protection() & ~allowed(space, area)) != 0);
        };
    if (to == end && reach != Operation.Reach.ALL && reach != Operation.Reach.OVER_GAPS) {
      // It was over a limit, or the recording does not have the reason.
      remarks.count("failed calls of which it is not known how far they came, taken as not begun");
      return start;
    }
    return to;
  }

  /** Returns whether some page of an area cannot be made in advance. */
  private static boolean refusesPages(KernelArea area) {
    return !area.accessible() || area.guarded;
  }

  /**
   * Returns whether it is sealed and the program may not discard its pages, because it could not
   * write them either.
   */
  private static boolean keepsPages(KernelArea area) {
    return (area.flags & Mapping.SEALED) != 0
        && area.isPrivateMemory()
        && (area.protection & Mapping.WRITE) == 0;
  }

  /** Returns whether guard pages cannot be made in it, after some call for them failed. */
  private static boolean refusesGuards(KernelArea area) {
    return (area.flags & (Mapping.LOCKED | Mapping.HUGE_PAGES)) != 0 || keepsPages(area);
  }

  /** Returns whether its policy, if it has one, may prefer a node among several. */
  private static boolean mayHaveHome(KernelArea area) {
    if (area.policy == null) {
      return true;
    }
    long mode = Long.parseLong(area.policy.substring(0, area.policy.indexOf(' '))) & 0xfff;
    return mode == MPOL_BIND || mode == MPOL_PREFERRED_MANY;
  }

  // ---- The modes in which files were opened ----

  /**
   * A System V segment as one call attached it, perhaps for reading only.
   *
   * @param length its length
   */
  private record Segment(long length) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other; // attached twice it is mapped as two files
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Applies shmdt, which unmaps only the rest of a segment in its place. */
  private void detach(RecordedSpace space, long start) {
    int first = space.areas.indexOf(start);
    while (first < space.areas.size() && !isAttachedAt(space.areas.get(first), start)) {
      first++;
    }
    if (first == space.areas.size()) {
      remarks.count("segments detached that no recorded call attached");
      KernelArea area = space.areas.find(start);
      if (area != null) {
        unmap(space, start, area.end);
      }
      return;
    }
    Object segment = space.areas.get(first).file;
    long length = segment instanceof Segment one ? one.length() : 0;
    List<KernelArea> parts = new ArrayList<>();
    for (int i = first; i < space.areas.size(); i++) {
      KernelArea area = space.areas.get(i);
      if (below(length, area.end - start)) {
        break;
      }
      if (area.file == segment && isAttachedAt(area, start)) {
        parts.add(area.part(area.start, area.end));
      }
    }
    parts.forEach(part -> unmap(space, part.start, part.end));
  }

  private static boolean isAttachedAt(KernelArea area, long start) {
    return area.file instanceof Segment && area.shift == -start;
  }

  /** Returns the protections that an area may have, as far as is known. */
  private static int allowed(RecordedSpace space, KernelArea area) {
    int all = Mapping.READ | Mapping.WRITE | Mapping.EXECUTE;
    if (area.isPrivateMemory()
        || !(area.file instanceof String) && !(area.file instanceof Segment)) {
      return all;
    }
    int allowed = Mapping.READ | ((area.flags & Mapping.SHARED) == 0 ? Mapping.WRITE : 0);
    return allowed | area.protection | space.allowed.getOrDefault(area.file, 0);
  }

  /** Records that a call asking for a protection succeeded, so the file may be mapped with it. */
  private static void allow(RecordedSpace space, KernelArea area, int protection) {
    boolean shared = (area.flags & Mapping.SHARED) != 0;
    int told = protection & (Mapping.EXECUTE | (shared ? Mapping.WRITE : 0));
    if (told != 0
        && area.file instanceof String file
        && (space.allowed.size() < MOST_UNHEARD || space.allowed.containsKey(file))) {
      space.allowed.merge(file, told, (a, b) -> a | b);
    }
  }

  private static void revise(KernelArea area, Revision revision) {
    int old = area.protection;
    area.flags = area.flags & ~revision.clear() | revision.set() & ~without(area.flags);
    if (revision.protection() == Revision.KEEP) {
      return;
    }
    area.protection = revision.protection();
    boolean writes = (area.protection & Mapping.WRITE) != 0;
    int uncounted = Mapping.ACCOUNTED | Mapping.SHARED | Mapping.NO_RESERVE | Mapping.HUGE_PAGES;
    if (writes
        && old != Mapping.UNKNOWN
        && (old & Mapping.WRITE) == 0
        && (area.flags & uncounted) == 0
        && !area.isMadeByExecve()) {
      area.flags |= Mapping.ACCOUNTED;
    } else if (!writes && area.isPrivateMemory() && area.pages == null) {
      area.flags &= ~Mapping.ACCOUNTED;
    }
  }

  private void label(RecordedSpace space, Operation.Label label) {
    if (label.reach() == Operation.Reach.ALL) {
      requireMapped(space, label.start(), label.end());
    }
    long to = reached(space, label.start(), label.end(), label.reach(), Revision.ofFlags(0, 0));
    if (to == label.start()) {
      return;
    }
    space.areas.change(
        label.start(),
        to,
        area -> {
          String text = label.text();
          if (!label.policy()) {
            area.name = text;
          } else if (text != null && text.startsWith(Operation.HOME)) {
            area.policy = area.policy == null ? null : area.policy + " " + text;
          } else {
            area.policy = text;
          }
        },
        changes);
  }

  private void lockAll(RecordedSpace space, Operation.LockAll all) {
    space.future = space.future & Mapping.MERGEABLE | all.future();
    Revision revision = all.current();
    if (revision == null || space.areas.size() == 0) {
      return;
    }
    // This also changes the areas of execve that are not known yet; see Change.ReviseAll.
    space.hidden = space.hidden & ~revision.clear() | revision.set();
    List<Change> known = new ArrayList<>();
    long last = space.areas.get(space.areas.size() - 1).end;
    space.areas.change(0, last, area -> revise(area, revision), known);
    for (Change change : known) {
      // Identities that keep neighbours apart come first.
      if (change instanceof Change.Revise one
          && one.revision().identity() != Revision.KEEP_IDENTITY) {
        changes.add(
            new Change.Revise(
                one.start(),
                one.end(),
                new Revision(Revision.KEEP, one.revision().identity(), 0, 0)));
      }
    }
    changes.add(new Change.ReviseAll(revision));
    if ((revision.set() & (Mapping.LOCKED | Mapping.LOCKED_ON_FAULT)) == Mapping.LOCKED) {
      space.areas.fill(0, last);
    }
  }

  /**
   * Makes the kernel search all memory for equal pages from now on, or none. This joins no areas.
   */
  private void mergeAll(RecordedSpace space, boolean on) {
    space.future = space.future & ~Mapping.MERGEABLE | (on ? Mapping.MERGEABLE : 0);
    space.areas.markEach(
        area -> !area.isMadeByExecve(),
        area -> {
          area.flags &= ~Mapping.MERGEABLE;
          area.flags |= space.future & Mapping.MERGEABLE & ~without(area.flags);
        },
        changes);
  }

  private void moveBreak(RecordedSpace space, Operation.Break brk) {
    long end = brk.end();
    long oldEnd = PageSet.roundUp(space.brk);
    long newEnd = PageSet.roundUp(end);
    boolean first = space.brk == 0;
    long asked = PageSet.roundUp(brk.asked());
    if (!first && newEnd == oldEnd && below(asked, oldEnd)) {
      partBeforeSealed(space, asked, oldEnd);
    }
    if (!first && below(oldEnd, newEnd)) {
      makeRoom(space, oldEnd, newEnd);
      space.claim(oldEnd, newEnd);
      KernelArea heap = new KernelArea(oldEnd, newEnd);
      heap.protection = Mapping.READ | Mapping.WRITE;
      heap.flags = Mapping.HEAP | Mapping.ACCOUNTED | space.future;
      KernelArea before = space.areas.find(oldEnd - 1);
      if (before != null
          && before.end == oldEnd
          && before.isLike(heap)
          && before.takes(heap)
          && space.areas.isFree(oldEnd, newEnd)) {
        space.areas.grow(oldEnd, newEnd, changes);
      } else {
        space.areas.place(heap, changes);
      }
      if ((space.future & (Mapping.LOCKED | Mapping.LOCKED_ON_FAULT)) == Mapping.LOCKED) {
        space.areas.fill(oldEnd, newEnd);
      }
    } else if (!first && below(newEnd, oldEnd)) {
      unmap(space, newEnd, oldEnd);
    }
    space.brk = end;
  }

  private void show(RecordedSpace space, Operation.Show show) {
    requireMapped(space, show.start(), show.end());
    KernelArea area = space.areas.find(show.start());
    if (area == null || area.isPrivateMemory()) {
      return;
    }
    KernelArea shown = area.part(show.start(), show.end());
    // The offset is the file's; memory of its own begins where it was mapped first.
    shown.shift = show.offset() - show.start();
    // It is mapped anew, and stays locked at most.
    shown.flags =
        area.flags & (Mapping.SHARED | Mapping.LOCKED | Mapping.HUGE_PAGES | Mapping.NO_RESERVE)
            | space.future & ~without(area.flags);
    shown.name = null;
    shown.policy = null;
    shown.pages = null;
    shown.guarded = false;
    space.areas.place(shown, changes);
  }

  private void broken(RecordedSpace space, Operation.Broken broken) {
    switch (broken.left()) {
      case PARTED_BEFORE_SEALED -> partBeforeSealed(space, broken.start(), broken.end());
      case PARTED -> {
        space.areas.split(broken.start(), changes);
        space.areas.split(broken.end(), changes);
      }
      case UNMAPPED -> clear(space, broken.start(), broken.end());
    }
  }

  /**
   * Applies a call that failed because the range to unmap has a sealed area: the first area had
   * been split already.
   */
  private void partBeforeSealed(RecordedSpace space, long start, long end) {
    KernelArea first = space.areas.find(start);
    if (first != null && (first.flags & Mapping.SEALED) == 0 && isSealed(space, start, end)) {
      space.areas.split(start, changes);
    }
  }

  private void remap(RecordedSpace space, Operation.Remap remap) {
    long start = remap.start();
    long oldLength = remap.end() - start;
    long newStart = remap.newStart();
    long newLength = remap.newEnd() - newStart;
    boolean several = newStart != start && oldLength == newLength;
    if (remap.toSealed() && !several) {
      KernelArea first = space.areas.find(start);
      if (first != null && (first.flags & Mapping.SEALED) == 0) {
        // The range to unmap has a sealed area: the new place, or otherwise the end of the old one.
        if (newStart != start && isSealed(space, newStart, remap.newEnd())) {
          partBeforeSealed(space, newStart, remap.newEnd());
        } else if (below(newLength, oldLength) && isSealed(space, start + newLength, remap.end())) {
          if (newStart != start) {
            clear(space, newStart, remap.newEnd());
          }
          partBeforeSealed(space, start + newLength, remap.end());
        }
      }
      return;
    }
    if (oldLength == 0) {
      mapTwice(space, remap);
      return;
    }
    if (several) {
      space.touch(start, start + PageSet.PAGE);
      for (PendingCall other : List.copyOf(space.pending)) {
        if (!space.areas.isMapped(start, remap.end())
            && !other.applied
            && other.maps(start, remap.end())) {
          apply(other);
        }
      }
    } else {
      // A range that stays, or shrinks, may have gaps.
      boolean within = newStart == start && newLength <= oldLength;
      requireMapped(space, start, within ? start + PageSet.PAGE : remap.end());
    }
    if (space.areas.find(start) == null) {
      return; // counted by requireMapped
    }
    long kept = Math.min(oldLength, newLength);
    if (newLength < oldLength) {
      space.areas.unmap(start + kept, remap.end(), changes);
    }
    if (newStart != start) {
      beforeUnmapping(space, newStart, remap.newEnd());
      if (!several) {
        clear(space, newStart, remap.newEnd());
      }
      // Since 6.17 there may be several areas with gaps between them, and each area is moved.
      // Memory that is mapped at the new place of a gap stays.
      long at = start;
      long end = start + kept;
      while (below(at, end)) {
        int index = space.areas.indexOf(at);
        if (index == space.areas.size() || !below(space.areas.get(index).start, end)) {
          break;
        }
        KernelArea area = space.areas.get(index);
        if (remap.toSealed() && (area.flags & Mapping.SEALED) != 0) {
          return;
        }
        long from = below(area.start, at) ? at : area.start;
        long to = below(end, area.end) ? end : area.end;
        long newFrom = from - start + newStart;
        if (remap.toSealed() && isSealed(space, newFrom, newFrom + (to - from))) {
          partBeforeSealed(space, newFrom, newFrom + (to - from));
          return;
        }
        if (several) {
          clear(space, newFrom, newFrom + (to - from));
        }
        space.areas.move(from, to, newFrom, remap.keepsOld(), changes);
        at = to;
      }
    }
    if (oldLength < newLength) {
      long grown = newStart + kept;
      makeRoom(space, grown, remap.newEnd());
      space.claim(grown, remap.newEnd());
      if (!space.areas.isFree(grown, remap.newEnd())) {
        space.areas.unmap(grown, remap.newEnd(), changes);
      }
      KernelArea area = space.areas.find(grown - 1);
      if (area != null && area.end == grown) {
        space.areas.grow(grown, remap.newEnd(), changes);
        if ((area.flags & (Mapping.LOCKED | Mapping.LOCKED_ON_FAULT)) == Mapping.LOCKED) {
          space.areas.fill(grown, remap.newEnd());
        }
      }
    }
  }

  private void clear(RecordedSpace space, long start, long end) {
    space.claim(start, end);
    if (!space.areas.isFree(start, end)) {
      space.areas.unmap(start, end, changes);
    }
  }

  private static boolean isSealed(RecordedSpace space, long start, long end) {
    for (int i = space.areas.indexOf(start);
        i < space.areas.size() && below(space.areas.get(i).start, end);
        i++) {
      if ((space.areas.get(i).flags & Mapping.SEALED) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Applies mremap with an old length of 0, which maps shared pages a second time. */
  private void mapTwice(RecordedSpace space, Operation.Remap remap) {
    space.touch(remap.start(), remap.start() + PageSet.PAGE);
    KernelArea area = space.areas.find(remap.start());
    if (area == null) {
      return;
    }
    beforeUnmapping(space, remap.newStart(), remap.newEnd());
    space.claim(remap.newStart(), remap.newEnd());
    KernelArea second = area.part(remap.newStart(), remap.newEnd());
    second.shift = area.shift + remap.start() - remap.newStart();
    space.areas.place(second, changes);
  }

  private void spawn(RecordedThread parent, Operation.Spawn spawn, int line) {
    births.remove(spawn.child());
    RecordedSpace space = parent.space;
    RecordedThread stale = alive.get(spawn.child());
    if (stale == parent) {
      remarks.count("threads that made a thread with their own id left out");
      return;
    }
    if (stale != null) {
      leave(stale, line);
    }
    RecordedThread child =
        newThread(
            spawn.child(),
            spawn.sharesProcess() ? parent.pid : spawn.child(),
            parent.name,
            spawn.sharesFiles() ? parent.files : parent.files.copy());
    child.maker = parent.pid;
    child.isThread = spawn.sharesProcess();
    unheard.add(child);
    if (unheard.size() > MOST_UNHEARD) {
      unheard.poll();
    }
    if (space == null) {
      return;
    }
    if (spawn.sharesSpace()) {
      child.space = space;
      space.users++;
      if (!spawn.sharesProcess()) {
        processes.put(child.pid, space);
      }
      history.step(new Step.Spawn(parent.index, space.index, line, child.index));
      return;
    }
    List<Change> inChild = new ArrayList<>();
    RecordedSpace copy = space.fork(spaces++, inChild);
    history.space(copy);
    processes.put(child.pid, copy);
    child.space = copy;
    copy.files = child.files;
    copy.users = 1;
    sections++;
    history.step(new Step.Fork(parent.index, space.index, line, copy.index, inChild));
  }

  private void execute(RecordedThread thread, PendingCall pending) {
    int line = pending.call.line();
    RecordedSpace old = thread.space;
    if (old != null) {
      old.pending.remove(pending);
      old.pendingChanged();
    }
    thread.pending = null;
    leave(thread, line);
    RecordedSpace space = create(thread, line);
    space.future = old == null ? 0 : old.future & Mapping.MERGEABLE;
  }

  // ---- Dependencies between calls ----

  /**
   * Requires that nothing is mapped where the kernel chose a place: calls that unmap there came
   * before.
   */
  private void makeRoom(RecordedSpace space, long start, long end) {
    if (space.areas.isFree(start, end)) {
      return;
    }
    for (PendingCall other : List.copyOf(space.pending)) {
      if (!other.applied && other.unmaps(start, end)) {
        apply(other);
        if (space.areas.isFree(start, end)) {
          return;
        }
      }
    }
    remarks.count("mappings that the kernel placed where the reconstruction still has an area");
  }

  /** Requires that all of the range is mapped: calls that map there came before, or execve did. */
  private void requireMapped(RecordedSpace space, long start, long end) {
    if (space.areas.isMapped(start, end)) {
      return;
    }
    for (PendingCall other : List.copyOf(space.pending)) {
      if (!other.applied && other.maps(start, end)) {
        apply(other);
        if (space.areas.isMapped(start, end)) {
          return;
        }
      }
    }
    space.touch(start, end);
    if (!space.areas.isMapped(start, end)) {
      remarks.count("calls that succeeded where the reconstruction has a gap");
    }
  }

  /** Applies first the calls that have begun and needed the memory that is about to be unmapped. */
  private void beforeUnmapping(RecordedSpace space, long start, long end) {
    if (space.pending.isEmpty()) {
      return;
    }
    for (PendingCall other : List.copyOf(space.pending)) {
      if (!other.applied && other.needs(start, end)) {
        apply(other);
      }
    }
  }
}
