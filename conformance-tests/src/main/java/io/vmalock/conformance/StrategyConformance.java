package io.vmalock.conformance;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.Verdict.OfRule;
import io.vmalock.selection.Strategies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * The contract as a JUnit test of one strategy:
 *
 * <pre>{@code
 * class MyStrategyTest extends StrategyConformance {
 *   MyStrategyTest() {
 *     super("mine");
 *   }
 * }
 * }</pre>
 *
 * <p>Nothing else is needed: scenarios, stress and the model checker all run, in less than a
 * minute. Each check is a dynamic test under its rule. Checks of undeclared capabilities, and
 * checks that cannot be judged this way, are shown as skipped, with the reason.
 */
public abstract class StrategyConformance {
  private final VmaLockStrategy strategy;

  /** Tests this strategy. */
  protected StrategyConformance(VmaLockStrategy strategy) {
    this.strategy = strategy;
  }

  /** Tests the strategy of this name, as a service on the class path. */
  protected StrategyConformance(String name) {
    this(Strategies.named(name));
  }

  /** The options: all layers, in less than a minute. Override this method to run more or less. */
  protected Options options() {
    return Options.standard();
  }

  /** The rules, each with its checks. */
  @TestFactory
  Stream<DynamicNode> rules() {
    Options options =
        options()
            .withAgain(
                (name, check, chosen) ->
                    "mvn test -Dtest="
                        + getClass().getSimpleName()
                        + (chosen.replay() == null
                            ? " -D"
                                + Options.ONLY
                                + "="
                                + check.slug()
                                + " -D"
                                + Options.SEED
                                + "="
                                + chosen.seed()
                            : " '-D" + Options.REPLAY + "=" + chosen.replay() + "'"));
    return nodes(strategy, options);
  }

  /** The tests of one strategy; for a factory over several. */
  public static Stream<DynamicNode> nodes(VmaLockStrategy strategy, Options options) {
    Map<Rule, List<DynamicNode>> tests = new EnumMap<>(Rule.class);
    for (Rule rule : options.rules()) {
      tests.put(rule, new ArrayList<>());
    }
    for (Check check : Conformance.checks()) {
      if (options.picks(check)) {
        tests
            .computeIfAbsent(check.rules().get(0), rule -> new ArrayList<>())
            .add(test(check, strategy, options));
      }
    }
    boolean whole = options.only() == null && options.replay() == null;
    return tests.entrySet().stream()
        .filter(entry -> whole || !entry.getValue().isEmpty())
        .map(
            entry -> {
              Rule rule = entry.getKey();
              List<DynamicNode> nodes = entry.getValue();
              if (nodes.isEmpty()) {
                nodes = List.of(placeholder(rule, strategy, options));
              }
              return DynamicContainer.dynamicContainer(
                  rule + " " + rule.sentence(), nodes.stream());
            });
  }

  private static DynamicNode test(Check check, VmaLockStrategy strategy, Options options) {
    String rules = String.join(" ", check.rules().stream().map(Rule::name).toList());
    return DynamicTest.dynamicTest(
        rules + " " + check.name() + " (" + strategy.name() + ", " + check.layer().label() + ")",
        () -> {
          Result result = Conformance.run(check, strategy, options);
          switch (result.mark()) {
            case PASSED -> {}
            case FAILED -> throw new AssertionError(result.report());
            case SKIPPED, NOT_JUDGED -> throw new TestAbortedException(result.text());
          }
        });
  }

  /** The entry of a rule without a check of its own, which names the places that judge it. */
  private static DynamicNode placeholder(Rule rule, VmaLockStrategy strategy, Options options) {
    List<String> others =
        Conformance.checks().stream()
            .filter(options::picks)
            .filter(check -> check.rules().contains(rule))
            .map(check -> "\"" + check.name() + "\"")
            .toList();
    OfRule none =
        new Verdict(strategy.name(), strategy.capabilities(), options.seed(), false, List.of())
            .of(rule);
    String reason =
        others.isEmpty()
            ? none.reason()
            : "judged under other rules, by " + String.join(", ", others);
    return DynamicTest.dynamicTest(
        rule + " (" + strategy.name() + "): " + reason,
        () -> {
          throw new TestAbortedException(reason);
        });
  }
}
