package io.vmalock.bench.replay.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a recording that the replay leaves out, and its own decisions, counted by kind, with
 * a few examples, so that nothing is dropped silently. Thread-safe.
 */
public final class Remarks {
  private static final int EXAMPLES = 3;

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, List<String>> examples = new TreeMap<>();

  public synchronized void count(String kind) {
    count(kind, 1);
  }

  public synchronized void count(String kind, long times) {
    counts.merge(kind, times, Long::sum);
  }

  public synchronized void count(String kind, String example) {
    count(kind);
    List<String> shown = examples.computeIfAbsent(kind, k -> new ArrayList<>());
    if (shown.size() < EXAMPLES) {
      shown.add(example);
    }
  }

  /** Returns how often each kind occurred, sorted by kind. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Returns how often this kind occurred. */
  public synchronized long countOf(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Returns a line for each kind, and an indented one for each of its examples. */
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          lines.add(String.format("%,d %s", count, kind));
          for (String example : examples.getOrDefault(kind, List.of())) {
            lines.add("    " + example);
          }
        });
    return lines;
  }
}
