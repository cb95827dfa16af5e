package io.vmalock.conformance.check;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One thing that the kit does to a strategy in order to see whether it breaks rules: a scenario, a
 * program for the model checker, a stress run.
 */
public interface Check {
  /** What it shows, in words that make a sentence; unique in the kit. */
  String name();

  /** How it looks. */
  Layer layer();

  /** The rules that it judges, the one that it is about first. */
  List<Rule> rules();

  /** What a strategy must declare, or the check is skipped. */
  default Set<Capability> needs() {
    return Set.of();
  }

  /**
   * Does it once.
   *
   * @return what came of it
   * @throws RuleBroken if a rule is broken
   * @throws CannotJudge if it cannot be judged here
   * @throws Exception if the strategy threw what it should not; taken for a breach of the first
   *     rule
   */
  Outcome run(VmaLockStrategy strategy, Options options) throws Exception;

  /** Whether it takes what is to be replayed, of its layer. */
  default boolean replays() {
    return false;
  }

  /** How long it takes, about, where nothing is wrong: for those who wait. */
  Duration expected(Options options);

  /** The name as one word, by which the command line picks a check. */
  default String slug() {
    return name().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
