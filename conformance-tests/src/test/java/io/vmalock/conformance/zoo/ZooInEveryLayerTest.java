package io.vmalock.conformance.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.Layer;
import io.vmalock.conformance.Options;
import io.vmalock.conformance.Patience;
import io.vmalock.conformance.Result;
import io.vmalock.conformance.Result.Mark;
import io.vmalock.conformance.Rule;
import io.vmalock.conformance.zoo.ZooPage.Row;
import io.vmalock.conformance.zoo.ZooPage.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each layer by itself on the whole zoo: a long search, with a page of its own. What stress finds
 * the explorer finds too, or it is said why not; and none of them finds anything in what is right.
 */
@Tag("zoo")
class ZooInEveryLayerTest {
  /** How many rounds, each with another seed. */
  private static final int ROUNDS = Integer.getInteger("vmalock.zoo.rounds", 1);

  /** How long the explorer may take for one strategy, as at the default level. */
  private static final Duration EXPLORE =
      Duration.ofSeconds(Integer.getInteger("vmalock.zoo.explore", 35));

  /** How long one run of stress takes, as at the default level, and how many there are at most. */
  private static final Duration STRESS =
      Duration.ofSeconds(Integer.getInteger("vmalock.zoo.stress", 8));

  private static final int MOST_RUNS = Integer.getInteger("vmalock.zoo.runs", 3);

  /** Scenarios of wedged strategies mostly wait. */
  private static final int AT_ONCE = Integer.getInteger("vmalock.zoo.atOnce", 2);

  private static final Path PAGE = Path.of("..", "docs", "zoo.md");

  @Test
  void everyLayerJudgesEveryStrategy() throws Exception {
    List<Row> rows = rows();
    String how =
        String.format(
            "JDK %s, %s, %d processors, %d seeds, explorer %d s, stress %d times %d s",
            Runtime.version().feature(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            ROUNDS,
            EXPLORE.toSeconds(),
            MOST_RUNS,
            STRESS.toSeconds());
    Files.writeString(PAGE, ZooPage.markdown(rows, how));
    List<String> wrong = new ArrayList<>();
    for (Row row : rows) {
      String name = row.type().getSimpleName() + ", seed " + row.seed() + ": ";
      Breaks breaks = row.breaks();
      if (breaks == null) {
        row.sights()
            .forEach(
                (layer, sight) -> {
                  if (sight.finds()) {
                    wrong.add(name + "right, but " + layer.label() + " says " + sight.rule());
                  }
                });
        continue;
      }
      Set<Rule> named = EnumSet.of(breaks.value(), breaks.or());
      if (row.sights().values().stream().noneMatch(sight -> named.contains(sight.rule()))) {
        wrong.add(name + "not found on its rule, " + breaks.value());
      }
      if (!row.isFoundBy(Layer.EXPLORER) && breaks.unseen().isEmpty()) {
        wrong.add(name + "the explorer does not see it, and nobody says why");
      }
      if (row.isFoundBy(Layer.EXPLORER) && !breaks.unseen().isEmpty()) {
        wrong.add(name + "the explorer sees it, though it should not: " + breaks.unseen());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Row> rows() throws Exception {
    ExecutorService keepers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Row>> rows = new ArrayList<>();
      for (long seed = 1; seed <= ROUNDS; seed++) {
        long round = seed;
        for (Class<? extends VmaLockStrategy> type : Zoo.wrong()) {
          rows.add(keepers.submit(() -> row(type, round, MOST_RUNS, 0.25)));
        }
        for (Class<? extends VmaLockStrategy> type : Zoo.right()) {
          rows.add(keepers.submit(() -> row(type, round, 1, 1)));
        }
      }
      List<Row> done = new ArrayList<>();
      for (Future<Row> row : rows) {
        done.add(row.get());
      }
      return done;
    } finally {
      keepers.shutdownNow();
    }
  }

  private static Row row(
      Class<? extends VmaLockStrategy> type, long seed, int mostRuns, double patience) {
    Options options =
        Options.standard()
            .withOnly(null)
            .withSeed(seed)
            .withPatience(new Patience(Patience.standard().scale() * patience))
            .withExplore(EXPLORE)
            .withStress(STRESS)
            .stoppingAtFirst();
    Map<Layer, Sight> sights = new EnumMap<>(Layer.class);
    sights.put(Layer.SCENARIO, scenarios(type, options.withLayers(Set.of(Layer.SCENARIO))));
    sights.put(Layer.EXPLORER, look(type, options.withLayers(Set.of(Layer.EXPLORER)), 1));
    Sight stress = look(type, options.withLayers(Set.of(Layer.STRESS)), 1);
    for (int run = 2; run <= mostRuns && !stress.finds(); run++) {
      Options again = options.withSeed(seed * 1_000 + run).withLayers(Set.of(Layer.STRESS));
      stress = look(type, again, run);
    }
    sights.put(Layer.STRESS, stress);
    return new Row(type, seed, sights);
  }

  /** Where another rule shows first, the checks of its own rule count. */
  private static Sight scenarios(Class<? extends VmaLockStrategy> type, Options options) {
    Sight first = look(type, options, 1);
    Breaks breaks = type.getAnnotation(Breaks.class);
    if (breaks == null || !first.finds() || first.rule() == breaks.value()) {
      return first;
    }
    Sight ofItsRule = look(type, options.withRules(Set.of(breaks.value())), 1);
    return ofItsRule.rule() == breaks.value() ? ofItsRule : first;
  }

  private static Sight look(Class<? extends VmaLockStrategy> type, Options options, int run) {
    Duration took = Duration.ZERO;
    long schedules = 0;
    Rule rule = null;
    for (Result result : Conformance.run(Zoo.make(type), options).results()) {
      took = took.plus(result.took());
      schedules += result.exploration() == null ? 0 : result.exploration().schedules();
      if (result.mark() == Mark.FAILED) {
        rule = result.rule();
      }
      if (result.mark() == Mark.NOT_JUDGED) {
        throw new IllegalStateException(type + " is not judged: " + result.report());
      }
    }
    return new Sight(rule, took, schedules, run);
  }
}
