package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.WaitBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The kit bites: it finds each wrong strategy, on its rule, and nothing in the right ones. */
class BrokenStrategiesTest {
  /** Scenarios mostly wait: several strategies at once need no more processors. */
  private static final int AT_ONCE = 4;

  /**
   * Short, for a wedged strategy is what most of them are; a race needs time only if it is lost.
   */
  private static final Options OF_WRONG =
      Options.standard()
          .withOnly(null)
          .withWaitBudget(new WaitBudget(WaitBudget.standard().scale() * 0.25))
          .withLayers(EnumSet.of(Layer.SCENARIO, Layer.STRESS))
          .withStress(Duration.ofSeconds(24))
          .stoppingAtFirst();

  /** For what no scenario shows, and stress on some machines only. */
  private static final Options EXPLORED =
      Options.standard()
          .withOnly(null)
          .withLayers(EnumSet.of(Layer.MODEL_CHECKER))
          .withExplore(Duration.ofSeconds(150))
          .stoppingAtFirst();

  private static final List<Class<? extends VmaLockStrategy>> SOME_RIGHT =
      List.of(
          OddButRight.ReadWriteLocks.class, OddButRight.Slots.class, OddButRight.CountsFirst.class);

  private static final Options OF_RIGHT =
      Options.standard().withOnly(null).withLayers(EnumSet.of(Layer.SCENARIO));

  private static final Options STRESS_OF_RIGHT =
      Options.standard()
          .withOnly(null)
          .withLayers(EnumSet.of(Layer.STRESS))
          .withStress(Duration.ofSeconds(2));

  /** The first of each rule by the scenarios of that rule, in every build. */
  @TestFactory
  Stream<DynamicTest> oneWrongStrategyOfEachRuleFailsOnItsScenarios() {
    return each(
        firstOfEachRule(),
        BrokenStrategiesTest::ruleAndName,
        type -> {
          Rule rule = type.getAnnotation(Breaks.class).value();
          assertThat(ofItsRule(type, rule).broken()).contains(rule);
        });
  }

  /** By all layers, which may name another rule first. */
  @TestFactory
  @Tag("exhaustive")
  Stream<DynamicTest> everyWrongStrategyFailsOnItsRule() {
    return each(
        BrokenStrategies.wrong(),
        BrokenStrategiesTest::ruleAndName,
        type -> {
          Breaks breaks = type.getAnnotation(Breaks.class);
          Options options = breaks.by() == Layer.MODEL_CHECKER ? EXPLORED : OF_WRONG;
          Verdict verdict = Conformance.run(BrokenStrategies.make(type), options);
          Result first =
              verdict
                  .first()
                  .orElseThrow(() -> new AssertionError("nothing found: " + breaks.how()));
          assertThat(first.rule()).as(first.report()).isIn(named(breaks));
          if (first.rule() != breaks.value() && breaks.by() == Layer.SCENARIO) {
            assertThat(ofItsRule(type, breaks.value()).broken()).contains(breaks.value());
          }
        });
  }

  private static String ruleAndName(Class<? extends VmaLockStrategy> type) {
    return type.getAnnotation(Breaks.class).value() + " " + type.getSimpleName();
  }

  private static List<Class<? extends VmaLockStrategy>> firstOfEachRule() {
    Map<Rule, Class<? extends VmaLockStrategy>> first = new EnumMap<>(Rule.class);
    for (Class<? extends VmaLockStrategy> type : BrokenStrategies.wrong()) {
      Breaks breaks = type.getAnnotation(Breaks.class);
      if (breaks.by() == Layer.SCENARIO) {
        first.putIfAbsent(breaks.value(), type);
      }
    }
    return List.copyOf(first.values());
  }

  /** All scenarios of one rule: they find it also where another rule is named first. */
  private static Verdict ofItsRule(Class<? extends VmaLockStrategy> type, Rule rule) {
    Options options =
        Options.standard()
            .withOnly(null)
            .withWaitBudget(OF_WRONG.waitBudget())
            .withRules(Set.of(rule))
            .withLayers(Set.of(Layer.SCENARIO));
    return Conformance.run(BrokenStrategies.make(type), options);
  }

  private static Set<Rule> named(Breaks breaks) {
    Set<Rule> named = EnumSet.of(breaks.value());
    named.addAll(List.of(breaks.or()));
    return named;
  }

  /** Of three ways to lock: locks of the JDK, slots, and counts. */
  @TestFactory
  Stream<DynamicTest> someRightStrategiesPass() {
    return pass(SOME_RIGHT, OF_RIGHT);
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> everyRightStrategyPasses() {
    return pass(BrokenStrategies.right(), OF_RIGHT);
  }

  /** One whose exits take longer with each reader inside, and one whose looks are dear. */
  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> dearStrategiesPass() {
    return pass(List.of(OddLocks.CopiedOnWrite.class, OddLocks.Registered.class), OF_RIGHT);
  }

  @TestFactory
  @Tag("exhaustive")
  Stream<DynamicTest> everyRightStrategyPassesUnderStress() {
    return pass(BrokenStrategies.right(), STRESS_OF_RIGHT);
  }

  private static Stream<DynamicTest> pass(
      List<Class<? extends VmaLockStrategy>> types, Options options) {
    return each(
        types,
        Class::getSimpleName,
        type -> {
          Verdict verdict = Conformance.run(BrokenStrategies.make(type), options);
          assertThat(verdict.failures().stream().map(Result::report).toList()).isEmpty();
        });
  }

  /** Each rule that this kit judges can be broken, and its tests then fail. */
  @Test
  void everyRuleIsBrokenBySomeStrategy() {
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    BrokenStrategies.wrong().forEach(type -> broken.add(type.getAnnotation(Breaks.class).value()));
    Set<Rule> judged = EnumSet.allOf(Rule.class);
    judged.removeIf(rule -> !rule.judgedElsewhere().isEmpty());
    judged.removeIf(rule -> rule.kind() == Rule.Kind.SPACE); // by mistakes in the space itself
    judged.addAll(
        EnumSet.of(Rule.V1, Rule.V2)); // the model checker says V1 or V2 where V3 is broken
    assertThat(broken).containsExactlyInAnyOrderElementsOf(judged);
  }

  /** The work on one strategy. */
  private interface Trial {
    void of(Class<? extends VmaLockStrategy> type) throws Exception;
  }

  private interface Naming {
    String of(Class<? extends VmaLockStrategy> type);
  }

  /** A test for each, begun ahead of time, several at once. */
  private static Stream<DynamicTest> each(
      List<Class<? extends VmaLockStrategy>> types, Naming name, Trial trial) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread thread = new Thread(task, "judge");
              thread.setDaemon(true);
              return thread;
            });
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<? extends VmaLockStrategy> type : types) {
      Future<?> done =
          workers.submit(
              () -> {
                trial.of(type);
                return type;
              });
      tests.add(
          DynamicTest.dynamicTest(
              name.of(type),
              () -> {
                try {
                  done.get();
                } catch (ExecutionException e) {
                  throw e.getCause();
                }
              }));
    }
    workers.shutdown();
    return tests.stream();
  }
}
