package io.vmalock.conformance.mutate;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.StackEndConformance;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.modelcheck.OutOfStack;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Judges mutants by the whole kit, layer by layer in the order of their price, and stops at the
 * first find. Within a layer the check that killed last comes first, since mutants that come one
 * after the other are often alike.
 */
final class Judge {
  /** The layer of {@link StackEndConformance}, which is not a check of a rule. */
  static final String STACK_END = "stack-end";

  private static final Duration STACK_END_TAKES = Duration.ofSeconds(15);

  private static final Duration OUT_OF_STACK_TAKES = Duration.ofSeconds(5);

  /** Learns which check comes next, for a caller that waits for its end. */
  @FunctionalInterface
  interface Observer {
    void begins(String layer, String check, Duration expected);
  }

  private final Options options;
  private final List<List<Step>> layers = new ArrayList<>();

  Judge(Options options) {
    this.options = options;
    for (Layer layer : Layer.values()) {
      if (options.layers().contains(layer)) {
        List<Step> steps = new ArrayList<>();
        for (Check check : Conformance.checks()) {
          if (check.layer() == layer) {
            steps.add(new OfCheck(check));
          }
        }
        layers.add(steps);
      }
    }
    // Dearer than a scenario, cheaper than the model checker.
    List<Step> stackEnd = new ArrayList<>();
    stackEnd.add(
        new StackEnd(
            "what-a-call-leaves-that-runs-out-of-stack",
            StackEndConformance::run,
            STACK_END_TAKES));
    if (options.layers().contains(Layer.MODEL_CHECKER)) {
      stackEnd.add(new StackEnd("out-of-stack-in-the-wait", OutOfStack::check, OUT_OF_STACK_TAKES));
    }
    layers.add(Math.min(1, layers.size()), stackEnd);
  }

  /** Runs one check of any kind. */
  private sealed interface Step {
    String layer();

    String slug();

    Duration expected();

    /** Null if nothing was found. */
    Result.Mark run(VmaLockStrategy strategy, StringBuilder rule) throws Exception;
  }

  private final class OfCheck implements Step {
    private final Check check;

    OfCheck(Check check) {
      this.check = check;
    }

    @Override
    public String layer() {
      return check.layer().label();
    }

    @Override
    public String slug() {
      return check.slug();
    }

    @Override
    public Duration expected() {
      return check.expected(options);
    }

    @Override
    public Mark run(VmaLockStrategy strategy, StringBuilder rule) {
      Result result = Conformance.run(check, strategy, options);
      if (result.mark() == Mark.FAILED) {
        rule.append(Objects.requireNonNull(result.rule()));
      }
      boolean isShort = !result.unreached().isEmpty(); // the space has promised rounds, too
      return result.mark() == Mark.PASSED && isShort ? Mark.NOT_JUDGED : result.mark();
    }
  }

  @FunctionalInterface
  private interface Test {
    void run(VmaLockStrategy strategy) throws Exception;
  }

  private record StackEnd(String slug, Test test, Duration expected) implements Step {
    @Override
    public String layer() {
      return STACK_END;
    }

    @Override
    public Mark run(VmaLockStrategy strategy, StringBuilder rule) throws Exception {
      try {
        test.run(strategy);
        return Mark.PASSED;
      } catch (AssertionError e) {
        rule.append("after an error");
        return Mark.FAILED;
      }
    }
  }

  /**
   * Judges a mutant.
   *
   * @param operator the kind of edit: one that only the memory order shows goes to the model
   *     checker first
   * @param hint the check that killed it before the kit was changed, or empty
   */
  Judgement judge(VmaLockStrategy strategy, Operator operator, String hint, Observer observer) {
    long start = System.nanoTime();
    String notJudged = "";
    List<List<Step>> order = new ArrayList<>(layers);
    if (operator == Operator.ORDER_WEAKENED) {
      order.sort((one, other) -> Boolean.compare(!isModelChecker(one), !isModelChecker(other)));
    }
    if (!hint.isEmpty()) {
      List<Step> first =
          layers.stream().flatMap(List::stream).filter(step -> step.slug().equals(hint)).toList();
      order.add(0, new ArrayList<>(first));
    }
    for (List<Step> layer : order) {
      for (Step step : List.copyOf(layer)) {
        observer.begins(step.layer(), step.slug(), step.expected());
        StringBuilder rule = new StringBuilder();
        Mark mark;
        try {
          mark = step.run(strategy, rule);
        } catch (Throwable e) { // a mutant may throw anything anywhere; an unknown error is a find
          rule.append(e.getClass().getSimpleName());
          mark = Mark.FAILED;
        }
        if (mark == Mark.FAILED) {
          layer.remove(step);
          layer.add(0, step);
          return new Judgement(
              Outcome.KILLED, step.layer(), step.slug(), rule.toString(), millis(start));
        }
        if (mark == Mark.NOT_JUDGED) {
          notJudged = step.slug();
        }
      }
    }
    Outcome outcome = notJudged.isEmpty() ? Outcome.SURVIVED : Outcome.NOT_JUDGED;
    return new Judgement(outcome, "", notJudged, "", millis(start));
  }

  private static boolean isModelChecker(List<Step> layer) {
    return layer.stream().anyMatch(step -> step.layer().equals(Layer.MODEL_CHECKER.label()));
  }

  private static long millis(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
