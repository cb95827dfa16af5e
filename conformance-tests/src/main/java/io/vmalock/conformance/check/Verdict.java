package io.vmalock.conformance.check;

import io.vmalock.Capability;
import io.vmalock.conformance.check.Result.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kit's verdict on one strategy.
 *
 * @param whole whether all checks of the kit were requested and ran
 * @param results of each check, in the order in which they ran
 */
public record Verdict(
    String strategy, Set<Capability> capabilities, long seed, boolean whole, List<Result> results) {
  /**
   * The verdict on one rule.
   *
   * @param reason the reason why there is none, or its limit; may be empty
   * @param layers the layers that judged it
   */
  public record OfRule(Rule rule, Mark mark, String reason, Set<Layer> layers) {}

  /** Whether no rule is broken, and no check ended without a verdict. */
  public boolean passed() {
    return results.stream()
        .noneMatch(result -> result.mark() == Mark.FAILED || result.mark() == Mark.NOT_JUDGED);
  }

  /** Whether every rule was checked as far as the level goes, and is kept. */
  public boolean keepsTheContract() {
    return whole && passed() && unreached().isEmpty();
  }

  /** The parts that the level promises and time did not allow. */
  public List<String> unreached() {
    return results.stream().flatMap(result -> result.unreached().stream()).toList();
  }

  /** The mistakes: the failures, grouped by their apparent cause. */
  public List<Cause> causes() {
    return Cause.of(results);
  }

  /** The failures. */
  public List<Result> failures() {
    return results.stream().filter(result -> result.mark() == Mark.FAILED).toList();
  }

  /**
   * The failure to look at first: basic checks run first, so later failures may be its
   * consequences.
   */
  public Optional<Result> first() {
    return failures().stream().findFirst();
  }

  /** The rules that are broken. */
  public Set<Rule> broken() {
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    failures().forEach(failure -> broken.add(Optional.ofNullable(failure.rule()).orElseThrow()));
    return broken;
  }

  /** The time that all checks took. */
  public Duration took() {
    return results.stream().map(Result::took).reduce(Duration.ZERO, Duration::plus);
  }

  /** Each rule, in the order of the contract. */
  public List<OfRule> byRule() {
    List<OfRule> rows = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      rows.add(of(rule));
    }
    return rows;
  }

  /**
   * The verdict on {@code rule}. A check that failed on another rule says nothing about this one.
   */
  public OfRule of(Rule rule) {
    int passed = 0;
    Set<Layer> layers = EnumSet.noneOf(Layer.class);
    Set<String> skipped = new LinkedHashSet<>();
    Set<String> unjudged = new LinkedHashSet<>();
    for (Result result : results) {
      if (result.rule() == rule) {
        return new OfRule(
            rule, Mark.FAILED, result.check().name(), EnumSet.of(result.check().layer()));
      }
      if (!result.check().rules().contains(rule)) {
        continue;
      }
      switch (result.mark()) {
        case PASSED -> {
          passed++;
          layers.add(result.check().layer());
        }
        case SKIPPED -> skipped.add(result.text());
        case NOT_JUDGED -> unjudged.add(result.text());
        case FAILED -> unjudged.add("its check failed on " + result.rule());
      }
    }
    Capability bound = rule.boundTo();
    if (bound != null && !capabilities.contains(bound)) {
      return new OfRule(rule, Mark.SKIPPED, "does not declare " + bound, Set.of());
    }
    String absent = String.join("; ", skipped);
    if (!unjudged.isEmpty() && passed == 0) {
      return new OfRule(rule, Mark.NOT_JUDGED, String.join("; ", unjudged), layers);
    }
    if (passed > 0) {
      return new OfRule(rule, Mark.PASSED, absent.isEmpty() ? "" : "in part: " + absent, layers);
    }
    String elsewhere = rule.judgedElsewhere();
    if (!skipped.isEmpty() && elsewhere.isEmpty()) {
      return new OfRule(rule, Mark.SKIPPED, absent, layers);
    }
    return new OfRule(
        rule, Mark.NOT_JUDGED, elsewhere.isEmpty() ? "no check of it was made" : elsewhere, layers);
  }
}
