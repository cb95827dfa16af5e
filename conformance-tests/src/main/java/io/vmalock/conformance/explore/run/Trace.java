package io.vmalock.conformance.explore.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened in an execution, event by event, in words. */
public final class Trace {
  /**
   * One event.
   *
   * @param thread the index of its thread
   * @param number its number in that thread, as schedules write it
   * @param text what happened
   * @param site where in the program
   * @param note why it is remarkable, such as a stale value; else empty
   * @param shared whether other threads can tell that it happened
   */
  public record Event(
      int thread, int number, String text, Site site, String note, boolean shared) {}

  private final List<Event> events = new ArrayList<>();
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  void add(ModelThread thread, String text, String note) {
    add(thread, text, note, true);
  }

  void add(ModelThread thread, String text, String note, boolean shared) {
    events.add(new Event(thread.index, thread.events, text, Site.of(thread.site), note, shared));
  }

  /** All events in order. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** A name for a location, the same throughout the execution. */
  String name(Cell cell) {
    Object owner = cell.owner;
    if (owner == null) {
      String full = cell.variable.toString();
      return full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    }
    String label = cell.variable.label(cell.index);
    return name(owner) + (label.startsWith("[") ? "" : ".") + label;
  }

  /** A value for people: objects by a name that lasts throughout the execution. */
  String value(@Nullable Object value) {
    if (value instanceof Thread thread) {
      return thread.getName();
    }
    if (value == null || value.getClass().getName().startsWith("java.lang.")) {
      return String.valueOf(value); // a box, a string or a class: no code of the program's runs
    }
    return name(value);
  }

  private String name(Object object) {
    return names.computeIfAbsent(
        object,
        unnamed -> {
          String type = object.getClass().getSimpleName();
          int count = counts.merge(type, 1, Integer::sum);
          return type + "#" + count;
        });
  }
}
