package io.vmalock.bench.compare;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.matrix.Coarse;
import io.vmalock.bench.matrix.Control;
import io.vmalock.bench.matrix.Family;
import io.vmalock.bench.matrix.PassThrough;
import io.vmalock.bench.matrix.Scenario;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import io.vmalock.selection.StrategySelectionException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The rows and columns of the matrix, as they are found: scenarios and controls in the benchmark
 * lists of the class path, strategies by discovery.
 */
final class Catalogue {
  private static final Set<Family> ALL = EnumSet.allOf(Family.class);

  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<String, String> benchmarks = new TreeMap<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Catalogue() {}

  /** What there is. */
  static Catalogue find() {
    Catalogue found = new Catalogue();
    found.strategies();
    found.candidates.add(passThrough());
    // It has no locks of its own to time, and no states for a life cycle.
    found.candidates.add(
        builtIn(
            new Coarse(),
            EnumSet.complementOf(EnumSet.of(Family.WRITE_SECTION, Family.LIFE_CYCLE))));
    found.benchmarks();
    return found;
  }

  /** The scenarios, by family and then in the order of their names. */
  List<Scenario> scenarios() {
    return scenarios.values().stream()
        .sorted(
            Comparator.comparing(Scenario::family)
                .thenComparing(Scenario::name, Naturally::compare))
        .toList();
  }

  /** Has one of the candidates measured twice, under two names. */
  void twice(String name) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).name().equals(name)) {
        candidates.add(i + 1, candidates.get(i).again());
        return;
      }
    }
  }

  /** The strategies, the default first, and then the controls. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** What was found but cannot be used, and why. */
  List<String> problems() {
    return problems;
  }

  /** The JMH benchmark of a scenario. */
  String benchmark(Scenario scenario) {
    return benchmarks.getOrDefault(scenario.name(), "");
  }

  private void strategies() {
    List<StrategyProvider> providers = new ArrayList<>(Strategies.all());
    providers.sort(
        Comparator.comparingInt(StrategyProvider::priority)
            .reversed()
            .thenComparing(StrategyProvider::name));
    for (StrategyProvider provider : providers) {
      try {
        VmaLockStrategy strategy = provider.create();
        candidates.add(
            new Candidate(
                provider.name(), provider.name(), false, ALL, strategy.capabilities(), null, null));
      } catch (StrategySelectionException e) {
        problems.add(e.getMessage());
      }
    }
  }

  /** The control without a lock. */
  static Candidate passThrough() {
    return builtIn(
        new PassThrough(), EnumSet.of(Family.READ_PAIR, Family.WRITE_SECTION, Family.LOOK_UP));
  }

  private static Candidate builtIn(VmaLockStrategy control, Set<Family> families) {
    return new Candidate(
        control.name(), control.name(), true, families, control.capabilities(), null, null);
  }

  private void benchmarks() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList().find(silent, List.of(".*"), List.of())) {
      Method method = method(entry);
      if (method == null) {
        continue;
      }
      for (Scenario scenario : method.getAnnotationsByType(Scenario.class)) {
        scenarios.putIfAbsent(scenario.name(), scenario);
        benchmarks.putIfAbsent(scenario.name(), entry.getUsername());
      }
      Control control = method.getAnnotation(Control.class);
      if (control != null) {
        candidates.add(
            new Candidate(control.name(), null, true, ALL, Set.of(), entry.getUsername(), control));
      }
    }
  }

  private static @Nullable Method method(BenchmarkListEntry entry) {
    String name = entry.getUsername().substring(entry.getUsername().lastIndexOf('.') + 1);
    try {
      Class<?> type =
          Class.forName(entry.getUserClassQName(), false, Catalogue.class.getClassLoader());
      return Arrays.stream(type.getMethods())
          .filter(method -> method.getName().equals(name))
          .findFirst()
          .orElse(null);
    } catch (ClassNotFoundException e) {
      return null; // a stale list; JMH itself will say so if it is asked to run it
    }
  }
}
