package io.vmalock.conformance.scenario;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Check;
import io.vmalock.conformance.Layer;
import io.vmalock.conformance.Options;
import io.vmalock.conformance.Outcome;
import io.vmalock.conformance.Patience;
import io.vmalock.conformance.Rule;
import io.vmalock.conformance.RuleBroken;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A short story with a known end. */
record Scenario(String name, List<Rule> rules, Set<Capability> needs, Body body) implements Check {
  /** Some wait, most do not. */
  private static final Duration USUAL = Duration.ofMillis(60);

  /** What happens, on a stage of its own. */
  @FunctionalInterface
  interface Body {
    void play(Stage stage) throws Exception;
  }

  /** A scenario that is about {@code rules}, the first of them above all. */
  static Scenario scenario(String name, List<Rule> rules, Body body) {
    return new Scenario(name, rules, Set.of(), body);
  }

  /** The same for strategies with these capabilities. */
  Scenario with(Capability... capabilities) {
    return new Scenario(name, rules, Set.of(capabilities), body);
  }

  @Override
  public Layer layer() {
    return Layer.SCENARIO;
  }

  @Override
  public Duration expected(Options options) {
    return USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) throws Exception {
    try (Stage stage = new Stage(strategy, options.patience())) {
      // On a thread of its own, so that a strategy that wedges it does not wedge the kit.
      Actor scenario = stage.actor("scenario");
      Step<Void> play =
          scenario.starts(
              "the scenario",
              () -> {
                body.play(stage);
                stage.leavesEverythingFree();
              });
      // Longer than each of its own waits, which know better what they wait for.
      Patience whole = new Patience(4 * options.patience().scale());
      if (!whole.until(play::isOver, () -> stage.isStuck(scenario))) {
        throw new RuleBroken(
            stage.atStake(rules.get(0)), "it does not go on." + stage.threadDump());
      }
      play.value();
      return Outcome.nothingFound("");
    }
  }
}
