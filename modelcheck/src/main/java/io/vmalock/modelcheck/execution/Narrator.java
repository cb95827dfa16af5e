package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.Trace;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the events of an execution in words. */
final class Narrator {
  private final List<Trace.Event> events = new ArrayList<>();
  private final List<Object> roots = new ArrayList<>();
  private final Names names;

  Narrator(long execution) {
    names = new Names(execution, roots);
  }

  /** Adds an object whose fields give names to other objects. */
  void root(Object object) {
    roots.add(object);
  }

  void add(ModelThread thread, String text, String note) {
    add(thread, text, note, true);
  }

  void add(ModelThread thread, String text, String note, boolean shared) {
    Frames.Caller caller = Frames.caller();
    Site site = Site.of(thread.site);
    String where =
        caller != null ? caller.where() : site.line() > 0 && thread.index > 0 ? site.where() : "";
    events.add(
        new Trace.Event(
            thread.index,
            thread.events,
            text,
            where,
            caller == null ? "" : caller.inside(),
            note,
            shared));
  }

  /** Returns the events recorded so far. */
  Trace trace(List<String> threads) {
    return new Trace(threads, events);
  }

  /** Returns a name for a location, the same throughout the execution. */
  String name(Cell cell) {
    return names.of(cell);
  }

  /** Returns a name for an object, the same throughout the execution. */
  String name(Object object) {
    return names.of(object);
  }

  /** Returns a value in words: an object has one name throughout the execution. */
  String value(@Nullable Object value) {
    if (value instanceof Thread thread) {
      return Threads.name(thread);
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value == null
        || value instanceof Enum<?>
        || value instanceof Number && value.getClass().getName().startsWith("java.lang.")
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Class<?>) {
      return String.valueOf(value); // runs no code of the program
    }
    return names.of(value);
  }
}
