package io.vmalock.modelcheck.finding;

import java.util.ArrayList;
import java.util.List;

/** Prints a counterexample: a column for each thread, time downwards. */
final class Columns {
  private static final int WIDTH = 58;

  private Columns() {}

  static String print(Counterexample counterexample) {
    StringBuilder text = new StringBuilder();
    text.append(counterexample.finding()).append('\n');
    counterexample.finding().details().forEach(line -> text.append("  ").append(line).append('\n'));
    List<Trace.Event> events = counterexample.trace().events();
    int threads = events.stream().mapToInt(Trace.Event::thread).max().orElse(0);
    int running = 0;
    for (int thread = 1; thread <= threads; thread++) {
      text.append(pad("T" + thread, thread == threads ? 0 : WIDTH));
    }
    text.append('\n');
    for (Trace.Event event : events) {
      if (event.thread() == 0 || !event.shared()) {
        continue;
      }
      if (running != 0 && running != event.thread()) {
        text.append("-".repeat(WIDTH * threads)).append('\n');
      }
      running = event.thread();
      for (String line : lines(event)) {
        text.append(" ".repeat(WIDTH * (event.thread() - 1))).append(line).append('\n');
      }
    }
    text.append("schedule: ").append(counterexample.schedule()).append('\n');
    return text.toString();
  }

  private static List<String> lines(Trace.Event event) {
    List<String> lines = new ArrayList<>();
    lines.add(event.number() + " " + event.text());
    if (!event.where().isEmpty()) {
      lines.add("    " + event.where());
    }
    if (!event.note().isEmpty()) {
      lines.add("    " + event.note());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
