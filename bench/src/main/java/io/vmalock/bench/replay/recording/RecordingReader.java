package io.vmalock.bench.replay.recording;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording from its beginning to its end, with a small look-ahead. It needs memory only
 * for the look-ahead, not for the recording.
 */
public final class RecordingReader implements AutoCloseable {
  /** The number of events of the look-ahead with faults, to know what comes after a fault. */
  private static final int AHEAD = 4096;

  /** The number without faults: few enough to stay in the processor's cache. */
  private static final int AHEAD_WITHOUT_FAULTS = 32;

  /** The number of bytes from which on a separate thread reads it. */
  private static final long LONG = 1 << 20;

  /** A month, in nanoseconds: faults and calls that are farther apart are not of one program. */
  private static final long FARTHEST = 30L * 86_400 * 1_000_000_000;

  /** The look-ahead on one thread. */
  private static final class Coming {
    /** Whether its first event is an execve. */
    final boolean executesFirst;

    /** The line of its last event so far. */
    int lastLine;

    /** Its coming SIGSEGVs, each with the line of its preceding event. */
    @Nullable ArrayDeque<Refusal> refusals;

    Coming(boolean executesFirst) {
      this.executesFirst = executesFirst;
    }
  }

  private record Refusal(Event.Refused event, int lineBefore) {}

  private final Recording recording;
  private final Remarks remarks = new Remarks();
  private Events events;
  private final @Nullable FaultReader faults;
  private final ArrayDeque<Event> queue = new ArrayDeque<>();
  private final int ahead;
  private final Map<Integer, Coming> coming = new HashMap<>();
  private int lastTid = -1;
  private @Nullable Coming lastComing;
  private final Map<Integer, Integer> processes = new HashMap<>();
  private int looked;
  private boolean ended;
  private long calls;

  RecordingReader(Recording recording) {
    this.recording = recording;
    List<StraceReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < recording.traces().size(); i++) {
        readers.add(
            new StraceReader(
                recording.traces().get(i), recording.tids().get(i), recording.lenient(), remarks));
      }
      events =
          readers.size() == 1
              ? readers.get(0)
              : new MergedEvents(readers, recording.traces().stream().map(Source::name).toList());
      Source told = recording.faults();
      faults = told == null ? null : new FaultReader(told, recording.lenient(), remarks);
      ahead = told == null ? AHEAD_WITHOUT_FAULTS : AHEAD;
    } catch (IOException e) {
      throw new RecordingException(recording.name() + ": cannot be read: " + e.getMessage());
    }
    fill();
    if (queue.isEmpty()) {
      throw readers.get(0).nothing();
    }
    Clock clock = events.clock();
    if (hasFaults() && !clock.isExact()) {
      throw new RecordingException(
          recording.traces().get(0).name()
              + ": its times are not those of the faults, so that the two cannot be put in order:"
              + " record with strace -ttt, or replay without --faults");
    }
    Fault first = peekFault();
    // What strace says of itself has no time.
    Event begin =
        queue.stream().filter(event -> !(event instanceof Event.Attached)).findFirst().orElse(null);
    if (first != null
        && begin != null
        && Math.abs(first.time() - begin.time()) > FARTHEST
        && recording.faults() != null) {
      throw new RecordingException(
          recording.faults().name()
              + ": its times are of another clock than those of "
              + recording.traces().get(0).name()
              + ": record with perf record -k CLOCK_REALTIME, or replay without --faults");
    }
    if (clock.form() == Clock.Form.NONE) {
      remarks.count("recordings without times, replayed in the order of their lines");
    }
    if (!ended && recording.traces().stream().mapToLong(Source::size).sum() >= LONG) {
      events = EventsAhead.of(events);
    }
  }

  /** Ends the reading before the end. */
  @Override
  public void close() {
    events.close();
  }

  /** Returns the remarks on everything left out or decided so far. */
  public Remarks remarks() {
    return remarks;
  }

  /** Returns the number of calls about memory or threads so far. */
  public long calls() {
    return calls;
  }

  /** Returns whether faults are recorded at all. */
  public boolean hasFaults() {
    return faults != null && faults.peek() != null;
  }

  /** Returns the part that is read, from 0 to 1. */
  public double share() {
    double sum = 0;
    for (Source source : recording.traces()) {
      sum += source.share();
    }
    return sum / recording.traces().size();
  }

  private void fill() {
    while (!ended && queue.size() < ahead) {
      Event event = events.next();
      if (event == null) {
        ended = true;
        events.check();
        return;
      }
      if (event instanceof Event.Whole || event instanceof Event.Begin) {
        calls++;
      }
      if (faults != null) {
        foresee(event);
      }
      queue.add(event);
    }
  }

  /** The look-ahead on a thread matters only to its faults. */
  private void foresee(Event event) {
    Coming of = coming(event.tid());
    if (of == null) {
      Call call =
          event instanceof Event.Whole whole
              ? whole.call()
              : event instanceof Event.Begin begin ? begin.call() : null;
      of = new Coming(call != null && call.operation() instanceof Operation.Execute);
      coming.put(event.tid(), of);
      lastComing = of;
    }
    if (event instanceof Event.Refused refused) {
      if (of.refusals == null) {
        of.refusals = new ArrayDeque<>();
      }
      of.refusals.add(new Refusal(refused, of.lastLine));
    }
    of.lastLine = event.line();
  }

  private @Nullable Coming coming(int tid) {
    if (tid != lastTid) {
      lastTid = tid;
      lastComing = coming.get(tid);
    }
    return lastComing;
  }

  /** Returns the next event, or null after the last. */
  public @Nullable Event next() {
    if (queue.size() < ahead / 2) {
      fill();
    }
    Event event = queue.poll();
    if (faults != null && event != null) {
      pass(event);
    }
    return event;
  }

  private void pass(Event event) {
    if (event instanceof Event.Ended) {
      Coming of = coming(event.tid());
      if (of != null && of.lastLine == event.line()) {
        coming.remove(event.tid());
        lastTid = -1;
      }
    } else if (event instanceof Event.Refused) {
      Coming of = coming(event.tid());
      if (of != null && of.refusals != null) {
        of.refusals.poll();
      }
    }
  }

  /** Returns the event after the next, or null. */
  public @Nullable Event peek() {
    return queue.peek();
  }

  /** Returns the next fault, or null. */
  public @Nullable Fault peekFault() {
    return faults == null ? null : faults.peek();
  }

  /** Removes and returns the next fault up to a time; or null. */
  public @Nullable Fault fault(long until) {
    if (faults == null) {
      return null;
    }
    Fault fault = faults.peek();
    if (fault == null || fault.time() > until) {
      return null;
    }
    faults.next();
    looked = Math.max(0, looked - 1);
    return fault;
  }

  /**
   * Returns the process of a thread, from nearby faults; 0 if they do not show it.
   *
   * <p>Each fault is looked at once.
   */
  public int processOf(int tid) {
    if (faults != null && faults.peek() != null) {
      for (Fault fault = faults.ahead(looked); fault != null; fault = faults.ahead(looked)) {
        processes.putIfAbsent(fault.tid(), fault.pid());
        looked++;
      }
    }
    return processes.getOrDefault(tid, 0);
  }

  /** The process that all faults which are near are of; 0 if there are several or none. */
  public int onlyProcess() {
    Set<Integer> all = new HashSet<>(processes.values());
    return all.size() == 1 ? all.iterator().next() : 0;
  }

  /**
   * Returns whether strace will mention this thread, or has mentioned it before and it has not
   * ended.
   */
  public boolean isComing(int tid) {
    return coming(tid) != null;
  }

  /** Returns whether the first event of this thread is its execve. */
  public boolean executesFirst(int tid) {
    Coming of = coming(tid);
    return of != null && of.executesFirst;
  }

  /**
   * Returns the SIGSEGV in which this fault ended, if the thread did nothing else before it; or
   * null.
   */
  public Event.@Nullable Refused refusal(Fault fault, int lastLine) {
    Coming of = coming(fault.tid());
    if (of == null || of.refusals == null) {
      return null;
    }
    Refusal refusal = of.refusals.peek();
    return refusal != null
            && refusal.event().address() == fault.address()
            && refusal.event().time() >= fault.time()
            && refusal.lineBefore() <= lastLine
        ? refusal.event()
        : null;
  }
}
