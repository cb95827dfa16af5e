package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.broken.BrokenStrategiesPage.InLayers;
import io.vmalock.conformance.broken.BrokenStrategiesPage.WithSeeds;
import io.vmalock.conformance.broken.Keepers.Look;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.WaitBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All broken strategies, a long search with a page of its own: each layer by itself on the wrong
 * ones, then the kit as an author runs it on all, with several seeds. Each wrong one fails on its
 * rule within the minute, whatever the seed; what stress finds the model checker finds too, or it
 * is said why not; and nothing is found in what is right.
 */
@Tag("broken-strategies")
class EveryBrokenStrategyTest {
  private static final int SEEDS = Integer.getInteger("vmalock.broken.seeds", 5);

  /** How long the model checker by itself may take for one strategy. */
  private static final Duration EXPLORE =
      Duration.ofSeconds(Integer.getInteger("vmalock.broken.explore", 20));

  /** How often stress by itself may try. */
  private static final int MOST_RUNS = Integer.getInteger("vmalock.broken.runs", 2);

  /** Scenarios of wedged strategies mostly wait. */
  private static final int AT_ONCE = Integer.getInteger("vmalock.broken.atOnce", 4);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Path PAGE = Path.of("..", "docs", "results", "broken-strategies.md");

  @Test
  void theKitBitesAndSparesWhatIsRight() throws Exception {
    List<InLayers> inLayers;
    List<WithSeeds> withSeeds;
    List<Look<InLayers>> layers = new ArrayList<>();
    List<Look<WithSeeds>> seeds = new ArrayList<>();
    List<Class<? extends VmaLockStrategy>> all = new ArrayList<>(BrokenStrategies.wrong());
    for (Class<? extends VmaLockStrategy> type : all) {
      layers.add(new Look<>(type.getSimpleName() + " in each layer", 20, () -> inLayers(type)));
    }
    all.addAll(BrokenStrategies.right());
    for (Class<? extends VmaLockStrategy> type : all) {
      boolean wrong = type.isAnnotationPresent(Breaks.class);
      String what = type.getSimpleName() + " with " + SEEDS + " seeds";
      seeds.add(new Look<>(what, SEEDS * (wrong ? 5 : 27), () -> withSeeds(type)));
    }
    long time = seconds(layers) + seconds(seeds);
    long start = System.nanoTime();
    try (Keepers keepers = new Keepers(AT_ONCE, time)) {
      inLayers = keepers.look(layers);
      withSeeds = keepers.look(seeds);
    }
    String how =
        String.format(
            "JDK %s, %s, %d processors, %d strategies at once, %d min in all",
            Runtime.version().feature(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            AT_ONCE,
            Duration.ofNanos(System.nanoTime() - start).toMinutes());
    Files.writeString(
        PAGE, BrokenStrategiesPage.markdown(inLayers, withSeeds, how, alone(1), MOST_RUNS));
    List<String> wrong = new ArrayList<>();
    inLayers.forEach(row -> check(row, wrong));
    withSeeds.forEach(row -> check(row, wrong));
    assertThat(wrong).isEmpty();
  }

  private static long seconds(List<? extends Look<?>> looks) {
    return looks.stream().mapToLong(Look::seconds).sum();
  }

  private static void check(InLayers row, List<String> wrong) {
    String unseen = row.breaks().unseen();
    if (!row.isFoundBy(Layer.MODEL_CHECKER) && unseen.isEmpty()) {
      wrong.add(row.name() + ": the model checker does not see it, and nobody says why");
    }
    if (row.isFoundBy(Layer.MODEL_CHECKER) && !unseen.isEmpty()) {
      wrong.add(row.name() + ": the model checker sees it, though it should not: " + unseen);
    }
  }

  private static void check(WithSeeds row, List<String> wrong) {
    for (int i = 0; i < row.sights().size(); i++) {
      Sight sight = row.sights().get(i);
      String of = row.name() + ", seed " + (i + 1) + ": ";
      if (row.breaks() == null) {
        if (sight.finds()) {
          wrong.add(of + "right, but " + sight.layer() + " says " + sight.rule());
        }
      } else if (!sight.finds()) {
        wrong.add(of + "not found on its rule, " + row.breaks().value());
      } else if (sight.took().compareTo(MINUTE) > 0) {
        wrong.add(of + "found only after " + sight.took().toSeconds() + " s");
      }
    }
  }

  // ---- Each layer by itself ----

  private static InLayers inLayers(Class<? extends VmaLockStrategy> type) {
    Options options = alone(1);
    Map<Layer, Sight> sights = new EnumMap<>(Layer.class);
    sights.put(Layer.SCENARIO, scenarios(type, options.withLayers(Set.of(Layer.SCENARIO))));
    sights.put(Layer.GENERATED, Sight.first(type, options.withLayers(Set.of(Layer.GENERATED))));
    sights.put(
        Layer.MODEL_CHECKER, Sight.first(type, options.withLayers(Set.of(Layer.MODEL_CHECKER))));
    List<Sight> stress = new ArrayList<>();
    stress.add(stress(type, 1));
    for (long seed = 2; seed <= SEEDS && stress.get(0).finds(); seed++) {
      stress.add(stress(type, seed));
    }
    sights.put(Layer.STRESS, stress.get(0));
    return new InLayers(type, sights, stress);
  }

  /** Short waits, for a wedged strategy is what most of them are. */
  private static Options alone(long seed) {
    return Options.standard()
        .withOnly(null)
        .withSeed(seed)
        .withWaitBudget(new WaitBudget(WaitBudget.standard().scale() * 0.25))
        .withExplore(EXPLORE);
  }

  /** Where another rule shows first, the checks of its own rule count. */
  private static Sight scenarios(Class<? extends VmaLockStrategy> type, Options options) {
    Sight first = Sight.first(type, options);
    Rule its = type.getAnnotation(Breaks.class).value();
    if (!first.finds() || first.rule() == its) {
      return first;
    }
    Sight ofItsRule = Sight.first(type, options.withRules(Set.of(its)), its);
    return ofItsRule.finds() ? ofItsRule : first;
  }

  private static Sight stress(Class<? extends VmaLockStrategy> type, long seed) {
    Options options = alone(seed).withLayers(Set.of(Layer.STRESS));
    Sight sight = Sight.first(type, options);
    for (int run = 2; run <= MOST_RUNS && !sight.finds(); run++) {
      sight = Sight.first(type, options.withSeed(seed * 1_000 + run)).inRun(run);
    }
    return sight;
  }

  // ---- The kit as an author runs it ----

  /**
   * A wrong one as the command line does, up to the first failure that names its rule; a right one
   * as a JUnit test does, to the end.
   */
  private static WithSeeds withSeeds(Class<? extends VmaLockStrategy> type) {
    Options junit = Options.standard().withOnly(null);
    Options options = type.isAnnotationPresent(Breaks.class) ? junit.at(Level.DEFAULT) : junit;
    List<Sight> sights = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      sights.add(Sight.onItsRule(type, options.withSeed(seed)));
    }
    return new WithSeeds(type, sights);
  }
}
