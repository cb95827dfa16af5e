package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import java.util.List;
import java.util.Locale;

/**
 * The settings of a judgement.
 *
 * @param command the command line, or another way to repeat it
 * @param level the level
 * @param seed the seed of random choices
 * @param scale the factor of all waits
 * @param stressSeconds the time for stress on real threads, a strategy
 * @param exploreSeconds the time for the model checker, a strategy
 * @param excluded the parts left out on demand, with the reason; empty if nothing was
 */
public record Settings(
    String command,
    String level,
    long seed,
    double scale,
    double stressSeconds,
    double exploreSeconds,
    List<String> excluded) {
  /** The settings of {@code options}. */
  public static Settings of(String command, Options options) {
    return new Settings(
        command,
        options.level().name().toLowerCase(Locale.ROOT),
        options.seed(),
        options.waitBudget().scale(),
        options.layers().contains(Layer.STRESS) ? options.stress().toMillis() / 1e3 : 0,
        options.layers().contains(Layer.MODEL_CHECKER) ? options.explore().toMillis() / 1e3 : 0,
        List.copyOf(options.leavesOut()));
  }
}
