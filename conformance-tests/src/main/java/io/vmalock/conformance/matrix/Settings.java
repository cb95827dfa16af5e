package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import java.util.List;
import java.util.Locale;

/**
 * How strategies were judged.
 *
 * @param command the command line, or another way to do it again
 * @param level how thorough
 * @param seed where random choices came from
 * @param scale the factor of all waits
 * @param stressSeconds the time for stress on real threads, a strategy
 * @param exploreSeconds the time for the model checker, a strategy
 * @param excluded what was left out on demand, with the reason; empty where all was asked for
 */
public record Settings(
    String command,
    String level,
    long seed,
    double scale,
    double stressSeconds,
    double exploreSeconds,
    List<String> excluded) {
  /** What {@code options} say. */
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
