package io.vmalock.modelcheck.finding;

import java.util.List;

/**
 * What happened in an execution, event by event, in words.
 *
 * @param threads what the author calls each thread, from thread 1 on; empty if nothing
 * @param events all events, in order
 */
public record Trace(List<String> threads, List<Event> events) {
  /**
   * One event.
   *
   * @param thread the index of its thread
   * @param number its number in that thread, as schedules write it
   * @param text what happened
   * @param where the place in the program, as a stack trace writes it, or empty if none is known
   * @param inside what of the JDK that place called and that is not done yet, or empty
   * @param note why it is remarkable, such as a stale value; else empty
   * @param shared whether other threads can notice that it happened
   */
  public record Event(
      int thread,
      int number,
      String text,
      String where,
      String inside,
      String note,
      boolean shared) {
    /** What happened, and where. */
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
