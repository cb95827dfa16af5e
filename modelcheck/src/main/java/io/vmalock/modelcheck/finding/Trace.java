package io.vmalock.modelcheck.finding;

import java.util.List;

/**
 * The events of an execution, in words.
 *
 * @param threads the author's names for the threads, from thread 1 on; empty for a thread without
 *     one
 * @param events all events, in order
 */
public record Trace(List<String> threads, List<Event> events) {
  /**
   * One event.
   *
   * @param thread the index of its thread
   * @param number its number in that thread, as schedules write it
   * @param text the event in words
   * @param where the place in the program, as in a stack trace, or empty if none is known
   * @param inside the JDK's method that this place called and that has not returned yet, or empty
   * @param note the reason why the event is remarkable, such as a stale value; else empty
   * @param shared whether other threads can notice the event
   */
  public record Event(
      int thread,
      int number,
      String text,
      String where,
      String inside,
      String note,
      boolean shared) {
    /** The event and its place. */
    public String inWords() {
      return "T" + thread + ": " + text + (where.isEmpty() ? "" : " at " + where);
    }
  }

  /** A trace of these events. */
  public Trace {
    threads = List.copyOf(threads);
    events = List.copyOf(events);
  }
}
