package io.vmalock.bench.scale;

import io.vmalock.bench.scale.machine.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The results of the model: for each scene and strategy the tally of each number of cores. */
final class Curves {
  private final Map<Scene, Map<String, TreeMap<Integer, Tally>>> tallies = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  void add(Scene scene, String strategy, int cores, Tally tally) {
    tallies
        .computeIfAbsent(scene, unseen -> new LinkedHashMap<>())
        .computeIfAbsent(strategy, unseen -> new TreeMap<>())
        .put(cores, tally);
  }

  void fail(Scene scene, String strategy, int cores, String reason) {
    failures.add(scene.label() + ", " + strategy + ", " + cores + " cores: " + reason);
  }

  List<String> failures() {
    return failures;
  }

  List<Scene> scenes() {
    return List.copyOf(tallies.keySet());
  }

  List<String> strategies(Scene scene) {
    return List.copyOf(tallies.getOrDefault(scene, Map.of()).keySet());
  }

  /** The result for a number of cores, or null. */
  @Nullable Tally at(Scene scene, String strategy, int cores) {
    TreeMap<Integer, Tally> curve = tallies.getOrDefault(scene, Map.of()).get(strategy);
    return curve == null ? null : curve.get(cores);
  }

  /** The numbers of cores, of all scenes. */
  List<Integer> cores() {
    return tallies.values().stream()
        .flatMap(curves -> curves.values().stream())
        .flatMap(curve -> curve.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
