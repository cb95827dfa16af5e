package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.rewrite.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol of bias, slots and counts: every execution of each {@link Story} within its bounds
 * keeps the rules, and without any one {@link Mutant}'s step some execution does not.
 */
@Execution(ExecutionMode.CONCURRENT) // each test has a model checker of its own
class ProtocolTest {
  private static final ClassLoader CLASSES = ProtocolTest.class.getClassLoader();
  private static final Scope SCOPE =
      StrategyScope.standard().with(ProtocolTest.class.getPackageName() + ".");

  private static final Map<Story, String> STORIES = new ConcurrentSkipListMap<>();
  private static final Map<Mutant, String> MUTANTS = new ConcurrentSkipListMap<>();

  private static Exploration explore(ClassLoader classes, Story story) {
    try (ModelChecker checker = new ModelChecker(classes, SCOPE)) {
      return checker.exhaust(
          checker.program(BiasStories.class.getName(), story.name()),
          Budget.UNLIMITED,
          story.bounds);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPTIMISTIC_AND_NUMBER_TO_COME")
  void everyExecutionKeepsTheRules(Story story) {
    Exploration done = explore(CLASSES, story);
    assertThat(done.counterexample()).as(story + ": " + story.text).isNull();
    assertThat(done.passes()).hasSize(1).allMatch(Exploration.Pass::exhausted);
    STORIES.put(
        story,
        "| %s | %d | `%s` | %s | %d |"
            .formatted(
                words(story),
                story.reads,
                story.text.replace("|", "\\|"),
                story.bounds,
                done.executions()));
  }

  /** Of 400,000 schedules. */
  @Tag("broken-strategies")
  @ParameterizedTest
  @EnumSource(names = "OPTIMISTIC_AND_NUMBER_TO_COME")
  void everyExecutionOfLongOnesToo(Story story) {
    everyExecutionKeepsTheRules(story);
  }

  @Tag("broken-strategies")
  @ParameterizedTest
  @EnumSource(names = "NUMBER_MAY_BE_TO_COME_FOR_OPTIMISTIC")
  void longMutantBreaksRuleToo(Mutant mutant) {
    mutantBreaksRule(mutant);
  }

  /**
   * The schedules count those that the model checker makes after the first finding, up to 1,000.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NUMBER_MAY_BE_TO_COME_FOR_OPTIMISTIC")
  void mutantBreaksRule(Mutant mutant) {
    Exploration done = explore(mutant.classes(CLASSES), mutant.story);
    Finding finding = done.finding();
    assertThat(finding).as(mutant + " is not noticed by " + mutant.story).isNotNull();
    String broken = finding.rule().isEmpty() ? finding.kind().words() : finding.rule();
    assertThat(broken).as(mutant + ": " + done.counterexample()).isEqualTo(mutant.rule);
    MUTANTS.put(
        mutant,
        "| %s | %s | %s | %d |"
            .formatted(words(mutant), words(mutant.story), broken, done.executions()));
  }

  /** As docs/biased.md has it. */
  @AfterAll
  static void print() {
    List<String> lines = new ArrayList<>();
    lines.add("| story | reads before | threads | within | schedules |");
    lines.add("|---|---|---|---|---|");
    lines.addAll(STORIES.values());
    lines.add("");
    lines.add("| mutant | noticed by | rule | schedules |");
    lines.add("|---|---|---|---|");
    lines.addAll(MUTANTS.values());
    lines.forEach(System.out::println);
  }

  private static String words(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
