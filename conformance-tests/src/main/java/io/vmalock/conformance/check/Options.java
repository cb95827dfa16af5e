package io.vmalock.conformance.check;

import io.vmalock.conformance.modelcheck.campaign.SpaceRepetition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The checks to run, and their time.
 *
 * @param level how thorough the run is
 * @param seed the seed of all random choices
 * @param waitBudget the budget for waits
 * @param rules only checks that judge one of these
 * @param layers only these layers
 * @param only one check, by its {@linkplain Check#slug() slug}, or null for all
 * @param replay the one execution of the model checker, or the one generated program, to run, as a
 *     finding names it, or null
 * @param stress the time for all stress runs together
 * @param explore the time for the model checker
 * @param stopAtFirst whether to end with the first failure
 * @param again the form of the line that reproduces a failure
 */
public record Options(
    Level level,
    long seed,
    WaitBudget waitBudget,
    Set<Rule> rules,
    Set<Layer> layers,
    @Nullable String only,
    @Nullable String replay,
    Duration stress,
    Duration explore,
    boolean stopAtFirst,
    Again again) {
  /** The system property that picks one check. */
  public static final String ONLY = "vmalock.only";

  /**
   * The system property that makes the model checker run one schedule again, and nothing else run.
   */
  public static final String REPLAY = "vmalock.replay";

  /** The system property that sets the seed. */
  public static final String SEED = "vmalock.seed";

  /** How thorough a run is. */
  public enum Level {
    /** For every commit. */
    DEFAULT,
    /** For a nightly run. */
    DEEP
  }

  /** The first word of a replay of a generated program. */
  public static final String PROGRAM = "program ";

  /** One line that runs a check again. */
  @FunctionalInterface
  public interface Again {
    /** The line. */
    String line(String strategy, Check check, Options options);
  }

  /** Whether this replays a generated program, and not an execution of the model checker. */
  public static boolean isProgram(String replay) {
    return replay.startsWith(PROGRAM);
  }

  private static Layer replayedBy(String replay) {
    if (isProgram(replay)) {
      return Layer.GENERATED;
    }
    return SpaceRepetition.is(replay) ? Layer.SPACE : Layer.MODEL_CHECKER;
  }

  /** Everything, at the default level, with a seed by chance unless a system property sets it. */
  public static Options standard() {
    return new Options(
        Level.DEFAULT,
        Long.getLong(SEED, ThreadLocalRandom.current().nextLong(1, 1_000_000_000)),
        WaitBudget.standard(),
        EnumSet.allOf(Rule.class),
        EnumSet.allOf(Layer.class),
        System.getProperty(ONLY),
        System.getProperty(REPLAY),
        Duration.ofSeconds(4),
        Duration.ofSeconds(10),
        false,
        (strategy, check, options) ->
            "./vmalock conform --strategy "
                + strategy
                + (options.replay() == null
                    ? " --only " + check.slug() + " --seed " + options.seed()
                    : " --replay '" + options.replay() + "'"));
  }

  /**
   * The options of {@link #standard()} with less time for random checks and without the model
   * checker's programs of strategies: for every build that has a longer run elsewhere.
   */
  public static Options brief() {
    return standard()
        .withLayers(EnumSet.complementOf(EnumSet.of(Layer.MODEL_CHECKER)))
        .withStress(Duration.ofSeconds(1))
        .withExplore(Duration.ofSeconds(1));
  }

  /** These options at another level, with the times that belong to it. */
  public Options at(Level other) {
    boolean deep = other == Level.DEEP;
    return new Options(
        other,
        seed,
        waitBudget,
        rules,
        layers,
        only,
        replay,
        Duration.ofSeconds(deep ? 60 : 8),
        Duration.ofSeconds(deep ? 600 : 27),
        stopAtFirst,
        again);
  }

  /** These options with another seed. */
  public Options withSeed(long other) {
    return new Options(
        level, other, waitBudget, rules, layers, only, replay, stress, explore, stopAtFirst, again);
  }

  /** These options with another budget for waits. */
  public Options withWaitBudget(WaitBudget other) {
    return new Options(
        level, seed, other, rules, layers, only, replay, stress, explore, stopAtFirst, again);
  }

  /** These options for some rules only. */
  public Options withRules(Set<Rule> others) {
    return new Options(
        level,
        seed,
        waitBudget,
        Set.copyOf(others),
        layers,
        only,
        replay,
        stress,
        explore,
        stopAtFirst,
        again);
  }

  /** These options for some layers only. */
  public Options withLayers(Set<Layer> others) {
    return new Options(
        level,
        seed,
        waitBudget,
        rules,
        Set.copyOf(others),
        only,
        replay,
        stress,
        explore,
        stopAtFirst,
        again);
  }

  /** These options with one check only. */
  public Options withOnly(@Nullable String slug) {
    return new Options(
        level, seed, waitBudget, rules, layers, slug, replay, stress, explore, stopAtFirst, again);
  }

  /** These options with one schedule for the model checker, as a finding names it. */
  public Options withReplay(@Nullable String text) {
    return new Options(
        level, seed, waitBudget, rules, layers, only, text, stress, explore, stopAtFirst, again);
  }

  /** These options with another time for stress. */
  public Options withStress(Duration time) {
    return new Options(
        level, seed, waitBudget, rules, layers, only, replay, time, explore, stopAtFirst, again);
  }

  /** These options with another time for the model checker. */
  public Options withExplore(Duration time) {
    return new Options(
        level, seed, waitBudget, rules, layers, only, replay, stress, time, stopAtFirst, again);
  }

  /** These options, ending with the first failure. */
  public Options stoppingAtFirst() {
    return new Options(
        level, seed, waitBudget, rules, layers, only, replay, stress, explore, true, again);
  }

  /** These options with another line for seeing a failure again. */
  public Options withAgain(Again other) {
    return new Options(
        level, seed, waitBudget, rules, layers, only, replay, stress, explore, stopAtFirst, other);
  }

  /** The parts that these options leave out, in words; empty if they ask for a whole verdict. */
  public List<String> leavesOut() {
    List<String> left = new ArrayList<>();
    if (replay != null) {
      left.add("all but one execution: not asked for");
      return left;
    }
    Set<Layer> others = EnumSet.allOf(Layer.class);
    others.removeAll(layers);
    others.forEach(layer -> left.add("layer " + layer.label() + ": not asked for"));
    if (rules.size() < Rule.values().length) {
      left.add("checks of other rules than the ones shown: not asked for");
    }
    if (only != null) {
      left.add("checks other than " + only + ": not asked for");
    }
    return left;
  }

  /** Whether these options include the check. */
  public boolean picks(Check check) {
    if (replay != null) {
      return check.layer() == replayedBy(replay) && check.replays();
    }
    return layers.contains(check.layer())
        && check.rules().stream().anyMatch(rules::contains)
        && (only == null || only.equals(check.slug()));
  }
}
