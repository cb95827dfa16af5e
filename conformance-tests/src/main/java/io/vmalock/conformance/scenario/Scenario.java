package io.vmalock.conformance.scenario;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.WaitBudget;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A short story with a known end. */
record Scenario(String name, List<Rule> rules, Set<Capability> needs, Body body) implements Check {
  /** The share of the usual time: some scenarios wait, most do not. */
  private static final Duration USUAL = Duration.ofMillis(40);

  /**
   * The rules that a design may keep in only one of its modes. A design may come to expect readers,
   * and make them quick at the price of writers, after some reads of a quiet VMA. The scenarios of
   * these rules run twice, on a cold stage and on a warm one.
   */
  private static final Set<Rule> IN_EACH_MODE =
      EnumSet.of(
          Rule.X1, Rule.X2, Rule.X3, Rule.X4, Rule.X6, Rule.X7, Rule.W3, Rule.W4, Rule.W5, Rule.L4,
          Rule.L5, Rule.L6, Rule.R1, Rule.R2, Rule.V2, Rule.P1, Rule.P2, Rule.P4, Rule.M3);

  /** The story, on a new stage. */
  @FunctionalInterface
  interface Body {
    void play(Stage stage) throws Exception;
  }

  /** A scenario that judges {@code rules}, the first of them above all. */
  static Scenario scenario(String name, List<Rule> rules, Body body) {
    return new Scenario(name, rules, Set.of(), body);
  }

  /** This scenario for strategies with these capabilities. */
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
    play(new Stage(strategy, options.waitBudget(), false));
    if (rules.stream().anyMatch(IN_EACH_MODE::contains)) {
      try {
        play(new Stage(strategy, options.waitBudget(), true));
      } catch (RuleBroken e) {
        throw e.saying(
            "after "
                + Stage.WARM_UP
                + " reads of each VMA before the story and after each section, not without them: "
                + e.getMessage());
      }
    }
    return Outcome.nothingFound("");
  }

  private void play(Stage made) throws Exception {
    try (Stage stage = made) {
      // On a separate thread, so that a strategy that wedges it does not wedge the kit.
      Actor scenario = stage.actor("scenario");
      ActorCall<Void> play =
          scenario.starts(
              "the scenario",
              () -> {
                body.play(stage);
                stage.leavesEverythingFree();
              });
      // Longer than each of the scenario's waits, which give better reports.
      WaitBudget whole = new WaitBudget(3 * stage.waitBudget().scale());
      if (!whole.until(play::isOver, () -> stage.isStuck(scenario))) {
        throw RuleBroken.hang(
            stage.ruleIfStuckOr(rules.get(0)), "it does not go on." + stage.threadDump());
      }
      play.value();
    }
  }
}
