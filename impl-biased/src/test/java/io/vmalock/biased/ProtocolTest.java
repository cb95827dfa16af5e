package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.rewrite.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol of bias, slots and counts: every execution of each {@link Story} within its bounds
 * keeps the rules, and without any one {@link Mutant}'s step some execution does not.
 */
class ProtocolTest {
  private static final ClassLoader CLASSES = ProtocolTest.class.getClassLoader();
  private static final Scope SCOPE =
      StrategyScope.standard()
          .with(StrategyProgram.class.getPackageName() + ".")
          .with(ProtocolTest.class.getPackageName() + ".");

  /** In every build. */
  private static final Set<Story> FIRST = EnumSet.of(Story.SLOT, Story.COUNTED_BY_ONE);

  /** One of each part of the protocol, in the profile slow. */
  private static final Set<Story> SHORT =
      EnumSet.of(
          Story.SLOT,
          Story.BULK_DETACH_AND_ONE,
          Story.GIVE_UP,
          Story.COUNTED_BY_ONE,
          Story.COUNTED_DETACH,
          Story.QUIET_FROM_BIRTH);

  private static final Map<Story, String> STORIES = new ConcurrentSkipListMap<>();
  private static final Map<Mutant, String> MUTANTS = new ConcurrentSkipListMap<>();

  private static Exploration explore(ClassLoader classes, Story story) {
    try (ModelChecker checker = new ModelChecker(classes, SCOPE)) {
      return checker.exhaust(
          checker.program(
              StrategyProgram.class.getName(), EagerStrategy.class.getName() + ":" + story.text),
          Budget.UNLIMITED,
          story.bounds);
    }
  }

  static Stream<Story> firstStories() {
    return FIRST.stream();
  }

  @ParameterizedTest
  @MethodSource("firstStories")
  void everyExecutionKeepsTheRules(Story story) {
    exhaust(story);
  }

  static Stream<Story> shortStories() {
    return SHORT.stream();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("shortStories")
  void everyExecutionOfAShortStoryKeepsTheRules(Story story) {
    exhaust(story);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void everyExecutionOfAnyStoryKeepsTheRules(Story story) {
    exhaust(story);
  }

  private static void exhaust(Story story) {
    Exploration done = explore(CLASSES, story);
    assertThat(done.counterexample()).as(story + ": " + story.text).isNull();
    assertThat(done.passes()).hasSize(1).allMatch(Exploration.Pass::exhausted);
    STORIES.put(
        story,
        "| %s | `%s` | %s | %d |"
            .formatted(
                words(story), story.text.replace("|", "\\|"), story.bounds, done.executions()));
  }

  static Stream<Mutant> firstMutants() {
    return mutantsOf(FIRST);
  }

  @ParameterizedTest
  @MethodSource("firstMutants")
  void mutantBreaksRule(Mutant mutant) {
    find(mutant);
  }

  static Stream<Mutant> shortMutants() {
    return mutantsOf(SHORT);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("shortMutants")
  void mutantOfAShortStoryBreaksRule(Mutant mutant) {
    find(mutant);
  }

  private static Stream<Mutant> mutantsOf(Set<Story> stories) {
    return Stream.of(Mutant.values()).filter(mutant -> stories.contains(mutant.story));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void everyMutantBreaksRule(Mutant mutant) {
    find(mutant);
  }

  /** The executions count those that the model checker makes after the first finding, to 1,000. */
  private static void find(Mutant mutant) {
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

  /** As docs/biased.md has it, in the profile exhaustive. */
  @AfterAll
  static void print() {
    List<String> lines = new ArrayList<>();
    lines.add("| story | program | within | schedules |");
    lines.add("|---|---|---|---|");
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
