package io.vmalock.conformance.broken;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The finding of the kit, or of one of its layers, in one strategy.
 *
 * @param rule the rule that it named, or null if it found nothing
 * @param layer the layer that named it, or null
 * @param took how long that took; of several runs the one that found it
 * @param schedules how many schedules the model checker ran; 0 in other layers
 * @param runs how many runs it took
 */
record Sight(@Nullable Rule rule, @Nullable Layer layer, Duration took, long schedules, int runs) {
  boolean finds() {
    return rule != null;
  }

  double seconds() {
    return took.toNanos() / 1e9;
  }

  /** In the run of this number. */
  Sight inRun(int run) {
    return new Sight(rule, layer, took, schedules, run);
  }

  /**
   * The first failure that names the rule which a wrong strategy breaks; where there is none, one
   * that may show in its place. Of a right strategy any failure.
   */
  static Sight onItsRule(Class<? extends VmaLockStrategy> type, Options options) {
    Breaks breaks = type.getAnnotation(Breaks.class);
    if (breaks == null) {
      return first(type, options);
    }
    Set<Rule> others = EnumSet.of(breaks.value(), breaks.or());
    return first(type, options, EnumSet.of(breaks.value()), others);
  }

  /** The first failure, whatever it names. */
  static Sight first(Class<? extends VmaLockStrategy> type, Options options) {
    return first(type, options, EnumSet.allOf(Rule.class), EnumSet.noneOf(Rule.class));
  }

  /** The first failure that names {@code rule}. */
  static Sight first(Class<? extends VmaLockStrategy> type, Options options, Rule rule) {
    return first(type, options, EnumSet.of(rule), EnumSet.noneOf(Rule.class));
  }

  /**
   * Runs the checks that {@code options} picks, in their order, up to the first failure that names
   * one of {@code rules}; else the first that named one of {@code others} counts.
   */
  private static Sight first(
      Class<? extends VmaLockStrategy> type, Options options, Set<Rule> rules, Set<Rule> others) {
    Duration took = Duration.ZERO;
    long schedules = 0;
    Sight other = null;
    for (Check check : Conformance.checks()) {
      if (!options.layers().contains(check.layer())
          || check.rules().stream().noneMatch(options.rules()::contains)) {
        continue;
      }
      Result result = Conformance.run(check, BrokenStrategies.make(type), options);
      took = took.plus(result.took());
      schedules += result.exploration() == null ? 0 : result.exploration().schedules();
      if (result.mark() == Mark.NOT_JUDGED) {
        throw new IllegalStateException(type + " is not judged: " + result.report());
      }
      Rule rule = result.rule();
      if (rule != null) {
        Sight sight = new Sight(rule, check.layer(), took, schedules, 1);
        if (rules.contains(rule)) {
          return sight;
        }
        other = other == null && others.contains(rule) ? sight : other;
      }
    }
    return other == null ? new Sight(null, null, took, schedules, 1) : other;
  }
}
