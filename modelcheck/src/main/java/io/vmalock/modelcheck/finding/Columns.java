package io.vmalock.modelcheck.finding;

import io.vmalock.modelcheck.memory.Relaxation;
import java.util.ArrayList;
import java.util.List;

/** Prints a counterexample: a column for each thread, time downwards. */
final class Columns {
  private static final int WIDTH = 58;

  /**
   * The most events inside one call of the JDK that are shown; of more, only the first and the last
   * appear.
   */
  private static final int MOST_INSIDE = 3;

  /** The number of events shown at the beginning, and at the end, of a long execution. */
  private static final int MOST_AT_AN_END = 150;

  private Columns() {}

  static String print(Counterexample counterexample) {
    StringBuilder text = new StringBuilder();
    text.append(counterexample.finding()).append('\n');
    counterexample.finding().details().forEach(line -> text.append("  ").append(line).append('\n'));
    List<Trace.Event> all =
        counterexample.trace().events().stream().filter(event -> event.thread() > 0).toList();
    List<Trace.Event> shared = all.stream().filter(Trace.Event::shared).toList();
    List<Trace.Event> events = shared.isEmpty() ? all : shared;
    int left = events.size() - 2 * MOST_AT_AN_END;
    int threads = events.stream().mapToInt(Trace.Event::thread).max().orElse(0);
    if (threads > 0) {
      header(text, threads, counterexample.trace().threads());
    }
    int running = 0;
    for (int from = 0; from < events.size(); ) {
      int to = from + 1;
      while (to < events.size() && isContinued(events.get(from), events.get(to))) {
        to++;
      }
      Trace.Event first = events.get(from);
      if (running != 0 && running != first.thread()) {
        text.append("-".repeat(WIDTH * threads)).append('\n');
      }
      running = first.thread();
      for (String line : lines(events.subList(from, to))) {
        text.append(" ".repeat(WIDTH * (first.thread() - 1))).append(line).append('\n');
      }
      from = to;
      if (left > 0 && from >= MOST_AT_AN_END && from < events.size() - MOST_AT_AN_END) {
        text.append("... ").append(events.size() - MOST_AT_AN_END - from).append(" more events\n");
        from = events.size() - MOST_AT_AN_END;
      }
    }
    for (Relaxation relaxation : counterexample.relaxations()) {
      text.append("needs ").append(relaxation).append(": ").append(relaxation.words()).append('\n');
    }
    text.append("schedule: ").append(counterexample.schedule()).append('\n');
    return text.toString();
  }

  private static void header(StringBuilder text, int threads, List<String> names) {
    for (int thread = 1; thread <= threads; thread++) {
      String name = thread <= names.size() ? names.get(thread - 1) : "";
      String title = "T" + thread + (name.isEmpty() ? "" : " " + name);
      text.append(pad(title, thread == threads ? 0 : WIDTH));
    }
    text.append('\n');
  }

  /** Returns whether an event is inside the call of the JDK that contains an earlier one. */
  private static boolean isContinued(Trace.Event first, Trace.Event next) {
    return first.thread() == next.thread()
        && !first.inside().isEmpty()
        && first.inside().equals(next.inside())
        && first.where().equals(next.where());
  }

  private static List<String> lines(List<Trace.Event> events) {
    List<String> lines = new ArrayList<>();
    Trace.Event first = events.get(0);
    int left = 0;
    boolean grouped = events.size() > 1;
    if (grouped) {
      lines.add(first.inside() + "()");
    }
    for (int i = 0; i < events.size(); i++) {
      Trace.Event event = events.get(i);
      boolean shown =
          events.size() <= MOST_INSIDE
              || i == 0
              || i == events.size() - 1
              || !event.note().isEmpty();
      if (!shown) {
        left++;
        continue;
      }
      if (left > 0) {
        lines.add("    ... " + left + " more inside");
        left = 0;
      }
      lines.add((grouped ? "  " : "") + event.number() + " " + event.text());
      if (!event.note().isEmpty()) {
        lines.add("    " + event.note());
      }
    }
    if (!first.where().isEmpty()) {
      lines.add("    " + first.where());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
