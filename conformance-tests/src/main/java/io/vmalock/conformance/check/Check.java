package io.vmalock.conformance.check;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One test of a strategy against rules: a scenario, a program for the model checker, a stress run.
 */
public interface Check {
  /** The claim that the check tests, as a sentence; unique in the kit. */
  String name();

  /** The layer of the check. */
  Layer layer();

  /** The rules that the check judges, its main rule first. */
  List<Rule> rules();

  /** The capabilities that a strategy must declare, or the check is skipped. */
  default Set<Capability> needs() {
    return Set.of();
  }

  /**
   * Runs the check once.
   *
   * @return the outcome
   * @throws RuleBroken if a rule is broken
   * @throws CannotJudge if the check cannot be judged here
   * @throws Exception if the strategy threw an unexpected exception, which counts as a breach of
   *     the first rule
   */
  Outcome run(VmaLockStrategy strategy, Options options) throws Exception;

  /** Whether the check takes the replay of its layer. */
  default boolean replays() {
    return false;
  }

  /** The rough time of the check on a right strategy, for the progress display. */
  Duration expected(Options options);

  /** The name as one word, for the command line. */
  default String slug() {
    return name().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
