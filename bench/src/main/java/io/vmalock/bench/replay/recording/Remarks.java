package io.vmalock.bench.replay.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a recording holds that the replay leaves out or had to decide: counted by kind, with a few
 * examples, so that nothing is dropped without a word. May be used by several threads.
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

  /** How often each kind was met; sorted by kind. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** How often this kind was met. */
  public synchronized long countOf(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** One line for each kind, and one for each of its examples, indented. */
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
