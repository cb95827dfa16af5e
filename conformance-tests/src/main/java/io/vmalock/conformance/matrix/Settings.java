package io.vmalock.conformance.matrix;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
    List<String> excluded = new ArrayList<>();
    Set<Layer> layers = EnumSet.allOf(Layer.class);
    layers.removeAll(options.layers());
    layers.forEach(layer -> excluded.add("layer " + layer.label() + ": not asked for"));
    if (options.rules().size() < Rule.values().length) {
      excluded.add("checks of other rules than the ones shown: not asked for");
    }
    if (options.only() != null) {
      excluded.add("checks other than " + options.only() + ": not asked for");
    }
    return new Settings(
        command,
        options.level().name().toLowerCase(Locale.ROOT),
        options.seed(),
        options.waitBudget().scale(),
        options.layers().contains(Layer.STRESS) ? options.stress().toMillis() / 1e3 : 0,
        options.layers().contains(Layer.MODEL_CHECKER) ? options.explore().toMillis() / 1e3 : 0,
        List.copyOf(excluded));
  }
}
