package io.vmalock.bench.compare;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.scenario.Coarse;
import io.vmalock.bench.scenario.Control;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.PassThrough;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.files.Peer;
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
 * The rows and columns that were found for the matrix: scenarios and controls in the benchmark
 * lists of the class path, strategies by discovery.
 */
final class Catalogue {
  private static final Set<Family> ALL = EnumSet.allOf(Family.class);

  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<String, String> benchmarks = new TreeMap<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Catalogue() {}

  /** The catalogue of this class path. */
  static Catalogue find() {
    Catalogue found = new Catalogue();
    found.strategies();
    found.columns.add(passThrough());
    // It has no locks to time, and no states for a life cycle.
    found.columns.add(
        builtIn(
            new Coarse(),
            EnumSet.complementOf(
                EnumSet.of(Family.WRITE_SECTION, Family.LIFE_CYCLE, Family.MAPPED_FILES))));
    found.benchmarks();
    found.peers();
    return found;
  }

  /** The scenarios, by family and then in the order of their names. */
  List<Scenario> scenarios() {
    return scenarios.values().stream()
        .sorted(
            Comparator.comparing(Scenario::family)
                .thenComparing(Scenario::name, NaturalOrder::compare))
        .toList();
  }

  /** Adds one of the columns a second time, under another name. */
  void twice(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        columns.add(i + 1, columns.get(i).again());
        return;
      }
    }
  }

  /** The strategies, the default first, and then the controls. */
  List<Column> columns() {
    return columns;
  }

  /**
   * Takes out the columns that cannot be measured on a JDK.
   *
   * @param feature the JDK's release
   * @return these columns, with the reasons
   */
  List<String> leaveOut(int feature) {
    List<String> leftOut = new ArrayList<>();
    columns.removeIf(
        column -> {
          Peer peer = column.peer();
          String why = peer == null ? null : peer.missing(feature);
          if (why != null) {
            leftOut.add(column.name() + " " + why);
          }
          return why != null;
        });
    return leftOut;
  }

  /** The entries that were found but cannot be used, with the reasons. */
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
        columns.add(
            new Column(
                provider.name(),
                provider.name(),
                false,
                ALL,
                strategy.capabilities(),
                null,
                null,
                null));
      } catch (StrategySelectionException e) {
        problems.add(e.getMessage());
      }
    }
  }

  /** The control without a lock. */
  static Column passThrough() {
    return builtIn(
        new PassThrough(), EnumSet.of(Family.READ_PAIR, Family.WRITE_SECTION, Family.LOOK_UP));
  }

  private static Column builtIn(VmaLockStrategy control, Set<Family> families) {
    return new Column(
        control.name(), control.name(), true, families, control.capabilities(), null, null, null);
  }

  private void peers() {
    for (Peer peer : Peer.values()) {
      columns.add(
          new Column(
              peer.label(),
              null,
              true,
              EnumSet.of(Family.MAPPED_FILES),
              Set.of(),
              null,
              null,
              peer));
    }
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
        columns.add(
            new Column(
                control.name(), null, true, ALL, Set.of(), entry.getUsername(), control, null));
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
