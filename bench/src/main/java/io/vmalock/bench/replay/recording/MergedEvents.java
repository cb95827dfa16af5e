package io.vmalock.bench.replay.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The files of {@code strace -ff}, one for each thread, as one recording: in the order of time. */
final class MergedEvents implements Events {
  private static final class Head {
    final Events events;
    final int index;

    /** The nanoseconds to add to its times: a day if it begins after midnight. */
    long later;

    Event next;

    Head(Events events, int index, Event next) {
      this.events = events;
      this.index = index;
      this.next = next;
    }

    long time() {
      return next.time() + later;
    }
  }

  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          (a, b) ->
              a.time() != b.time()
                  ? Long.compare(a.time(), b.time())
                  : Integer.compare(a.index, b.index));
  private final List<Events> all = new ArrayList<>();
  private int line;

  /** Merges files, each with its name for messages. */
  MergedEvents(List<? extends Events> files, List<String> names) {
    List<Head> begun = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Events events = files.get(i);
      all.add(events);
      Event first = events.next();
      if (first == null) {
        continue;
      }
      Clock.Form form = events.clock().form();
      if (form != Clock.Form.EXACT && form != Clock.Form.DAY) {
        throw new RecordingException(
            names.get(i)
                + ": one of several files, and its times do not tell the order between them: record"
                + " with strace -ff -ttt -T");
      }
      if (form != all.get(0).clock().form()) {
        throw new RecordingException(
            names.get(i) + ": tells the time in another form than " + names.get(0));
      }
      begun.add(new Head(events, i, first));
    }
    if (!begun.isEmpty() && clock().form() == Clock.Form.DAY) {
      putBehindMidnight(begun);
    }
    heads.addAll(begun);
  }

  /**
   * Decides the day of each file, since a time of day does not show it. The recording begins after
   * the longest span of the day in which no file begins; a file that begins earlier in the day
   * belongs to the next day.
   */
  private static void putBehindMidnight(List<Head> begun) {
    List<Head> byTime = new ArrayList<>(begun);
    byTime.sort(Comparator.comparingLong(Head::time));
    Head before = byTime.get(byTime.size() - 1);
    long longest = Long.MIN_VALUE;
    long first = 0;
    for (Head head : byTime) {
      long free = head.time() - before.time() + (head == byTime.get(0) ? Clock.DAY : 0);
      if (free > longest) {
        longest = free;
        first = head.time();
      }
      before = head;
    }
    for (Head head : begun) {
      head.later = head.time() < first ? Clock.DAY : 0;
    }
  }

  @Override
  public @Nullable Event next() {
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    Event event = head.next;
    Event next = head.events.next();
    if (next != null) {
      head.next = next;
      heads.add(head);
    }
    return numbered(event, head.later);
  }

  /** By the call of a begin, that call with a unique number among all files. */
  private final java.util.IdentityHashMap<Call, Call> renumbered =
      new java.util.IdentityHashMap<>();

  private Event numbered(Event event, long later) {
    line++;
    long time = event.time() + later;
    if (event instanceof Event.Begin begin) {
      Call call = begin.call();
      Call other = new Call(line, call.tid(), call.name(), call.operation());
      renumbered.put(call, other);
      return new Event.Begin(begin.tid(), line, time, other);
    }
    if (event instanceof Event.End end) {
      Call call = renumbered.remove(end.call());
      return new Event.End(end.tid(), line, time, call == null ? end.call() : call);
    }
    if (event instanceof Event.Whole whole) {
      Call call = whole.call();
      return new Event.Whole(
          whole.tid(), line, time, new Call(line, call.tid(), call.name(), call.operation()));
    }
    if (event instanceof Event.Ended ended) {
      return new Event.Ended(ended.tid(), line, time);
    }
    if (event instanceof Event.Superseded superseded) {
      return new Event.Superseded(superseded.tid(), line, time, superseded.successor());
    }
    if (event instanceof Event.Refused refused) {
      return new Event.Refused(refused.tid(), line, time, refused.address(), refused.mapped());
    }
    return event;
  }

  @Override
  public Clock clock() {
    return all.get(0).clock();
  }

  @Override
  public void check() {}

  @Override
  public void close() {
    all.forEach(Events::close);
  }
}
