package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.Trace;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes down in words what happens in an execution. */
final class Narrator {
  private final List<Trace.Event> events = new ArrayList<>();
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  void add(ModelThread thread, String text, String note) {
    add(thread, text, note, true);
  }

  void add(ModelThread thread, String text, String note, boolean shared) {
    Site site = Site.of(thread.site);
    String where = site.line() > 0 ? site.where() : "";
    events.add(new Trace.Event(thread.index, thread.events, text, where, note, shared));
  }

  /** All that was taken down so far. */
  Trace trace() {
    return new Trace(events);
  }

  /** A name for a location, the same throughout the execution. */
  String name(Cell cell) {
    Object owner = cell.owner();
    if (owner == null) {
      String full = cell.variable().toString();
      return full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    }
    String label = cell.variable().label(cell.index());
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
