package io.vmalock.modelcheck.finding;

import java.util.List;

/**
 * What happened in an execution, event by event, in words.
 *
 * @param events all events, in order
 */
public record Trace(List<Event> events) {
  /**
   * One event.
   *
   * @param thread the index of its thread
   * @param number its number in that thread, as schedules write it
   * @param text what happened
   * @param where the place in the program, as a stack trace writes it, or empty if none is known
   * @param note why it is remarkable, such as a stale value; else empty
   * @param shared whether other threads can notice that it happened
   */
  public record Event(
      int thread, int number, String text, String where, String note, boolean shared) {}

  /** A trace of these events. */
  public Trace {
    events = List.copyOf(events);
  }
}
