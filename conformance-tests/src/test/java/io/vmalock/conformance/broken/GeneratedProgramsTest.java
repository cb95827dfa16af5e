package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.generated.WrittenProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Programs from the contract's model find what they are made for, and nothing in what is right. */
class GeneratedProgramsTest {
  private static final int SEEDS = Integer.getInteger("vmalock.broken.seeds", 5);

  private static final Options OPTIONS =
      Options.standard()
          .withOnly(null)
          .withLayers(Set.of(Layer.GENERATED))
          .withWaitBudget(new WaitBudget(WaitBudget.standard().scale() * 0.5));

  /** The first of each kind, in every build. */
  @TestFactory
  Stream<DynamicTest> oneWrongStrategyOfEachKindFailsOnItsRule() {
    Map<Class<?>, Class<? extends VmaLockStrategy>> first = new LinkedHashMap<>();
    for (Class<? extends VmaLockStrategy> type : BrokenStrategies.forGenerated()) {
      if (!isRace(type)) {
        first.putIfAbsent(type.getEnclosingClass(), type);
      }
    }
    return tests(List.copyOf(first.values()));
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> everyWrongStrategyFailsOnItsRule() {
    return tests(BrokenStrategies.forGenerated());
  }

  private static Stream<DynamicTest> tests(List<Class<? extends VmaLockStrategy>> types) {
    return types.stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getAnnotation(Breaks.class).value() + " " + type.getSimpleName(),
                    () -> isFound(type, OPTIONS.seed())));
  }

  /** Whether two threads must meet by chance, so that one run may show nothing. */
  private static boolean isRace(Class<?> type) {
    return type.getEnclosingClass() == WrongPassing.class;
  }

  private static void isFound(Class<? extends VmaLockStrategy> type, long seed) {
    Breaks breaks = type.getAnnotation(Breaks.class);
    Optional<Result> found = Optional.empty();
    for (int tries = isRace(type) ? 10 : 1; tries > 0 && found.isEmpty(); tries--) {
      Options options =
          OPTIONS
              .withLayers(Set.of(breaks.by()))
              .withExplore(Duration.ofSeconds(60))
              .withSeed(seed + tries)
              .stoppingAtFirst();
      found = Conformance.run(BrokenStrategies.make(type), options).first();
    }
    Result first =
        found.orElseThrow(
            () -> new AssertionError("seed " + seed + ": nothing found: " + breaks.how()));
    Set<Rule> named = EnumSet.of(breaks.value());
    named.addAll(List.of(breaks.or()));
    assertThat(first.rule()).as(first.report()).isIn(named);
  }

  @Test
  void lineOfAFindingShowsTheSameAgainUntilItIsMended() {
    Class<? extends VmaLockStrategy> type = BrokenStrategies.forGenerated().get(0);
    Result found =
        Conformance.run(BrokenStrategies.make(type), OPTIONS.stoppingAtFirst())
            .first()
            .orElseThrow();
    Matcher line = Pattern.compile("--replay '(program .+)'").matcher(found.again());
    assertThat(line.find()).as(found.again()).isTrue();
    assertThat(WrittenProgram.parse(line.group(1))).hasToString(line.group(1));

    Options again = OPTIONS.withReplay(line.group(1));
    Verdict verdict = Conformance.run(BrokenStrategies.make(type), again);
    assertThat(verdict.results()).hasSize(1);
    Result shown = verdict.results().get(0);
    assertThat(shown.rule()).isEqualTo(found.rule());
    assertThat(shown.again()).isEqualTo(found.again());
    String steps = found.text().substring(found.text().indexOf("\nwith mm"));
    assertThat(shown.text()).contains(steps.substring(0, steps.lastIndexOf('\n')));

    Verdict mended = Conformance.run(new OddButRight.RightCount(), again);
    assertThat(mended.results().get(0).mark()).isEqualTo(Mark.NOT_JUDGED);
    assertThat(mended.keepsTheContract()).isFalse();
  }

  @Test
  void everyStepCanBeWritten() {
    String all =
        "program mms 9223372036854775804/2 0/2147483647 vmas 70: open mm0; attach mm0 list v0..v69;"
            + " close mm0; read mm0 v3 reader; open mm1; try-write mm0 list v3 v3 v5..v7 null"
            + " foreign #-9223372036854775808 in-wait; write mm0 list; end-read-wrongly mm1 v3 #-1"
            + " before; read mm0 v0 *70000; end-read mm0 v0 #69999 *69990-";
    assertThat(WrittenProgram.parse(all)).hasToString(all);
    for (String wrong :
        List.of(
            "program",
            "program mms 0/1 vmas 2: opn mm0",
            "program mms 0/1 vmas 2: read mm0 v2",
            "program mms 0 vmas 2: open mm0",
            "program mms 0/1 vmas 2: open",
            "program mms 0/1 vmas 2: open mm0 *0",
            "program mms 0/1 vmas 2: open mm0 *2000000000",
            "program mms 0/1 vmas 2: open mm0 *x",
            "program mms 0/1 vmas 2: *2")) {
      assertThatThrownBy(() -> WrittenProgram.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("take the line that a finding prints");
    }
  }

  /** With several seeds, the wrong ones and the right ones; long. */
  @Test
  @Tag("broken-strategies")
  void allWithSeveralSeeds() {
    List<String> wrong = new ArrayList<>();
    LongStream.rangeClosed(1, SEEDS)
        .map(seed -> seed * 1_000_000)
        .forEach(
            seed -> {
              BrokenStrategies.forGenerated().forEach(type -> isFound(type, seed));
              for (Class<? extends VmaLockStrategy> type : BrokenStrategies.right()) {
                Conformance.run(BrokenStrategies.make(type), OPTIONS.withSeed(seed))
                    .failures()
                    .forEach(failure -> wrong.add(type.getSimpleName() + " " + failure.report()));
              }
            });
    assertThat(wrong).isEmpty();
  }
}
