package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Cause;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.check.Verdict.OfRule;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Matrix.Cell;
import io.vmalock.conformance.matrix.Matrix.Row;
import io.vmalock.conformance.matrix.TestMachine;
import io.vmalock.conformance.modelcheck.SpaceCheck;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import io.vmalock.modelcheck.search.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;

/**
 * The report for people: the rule, the observation, the way to repeat it, and the parts that were
 * not tested.
 */
class ReportingTest {
  private static final Options QUICK =
      Options.standard()
          .withOnly(null)
          .withSeed(7)
          .withWaitBudget(new WaitBudget(0.25))
          .withLayers(EnumSet.of(Layer.SCENARIO));

  private static final String SPACE_CHECK = new SpaceCheck().slug();

  @Test
  void failureNamesRuleSentenceSceneAndLineToRunAgain() {
    Options x2 = QUICK.withRules(Set.of(Rule.X2)).stoppingAtFirst();
    Verdict verdict = Conformance.run(new WrongExclusion.DoesNotWait(), x2);
    Result first = verdict.first().orElseThrow();
    assertThat(first.report())
        .startsWith("X2: " + Rule.X2.sentence())
        .contains("startWrite returned although a reader holds [0x")
        .contains(first.check().name())
        .contains("./vmalock conform --strategy DoesNotWait --only " + first.check().slug())
        .contains("--seed 7");
  }

  @Test
  void failureIsSeenAgainByItsName() {
    Options x2 = QUICK.withRules(Set.of(Rule.X2)).stoppingAtFirst();
    WrongExclusion.DoesNotWait wrong = new WrongExclusion.DoesNotWait();
    Check check = Conformance.run(wrong, x2).first().orElseThrow().check();
    Verdict again = Conformance.run(wrong, QUICK.withOnly(check.slug()));
    assertThat(again.results()).hasSize(1);
    assertThat(again.broken()).containsExactly(Rule.X2);
  }

  @Test
  void wedgedScenarioShowsItsThreads() {
    Options p1 = QUICK.withRules(Set.of(Rule.P1)).stoppingAtFirst();
    Verdict verdict = Conformance.run(new WrongProgress.FallsBackByItself(), p1);
    assertThat(verdict.first().orElseThrow().text())
        .contains("does not return")
        .contains("reader: WAITING")
        .contains("readLockInterruptibly");
  }

  /** Its readers' exits fail where their VMA is retired. */
  public static final class ThrowsWhenRetired extends Counted {
    @Override
    void leave(Area area) {
      if (area.mm() == null) {
        throw new IllegalStateException("whose is " + Integer.parseInt("0"));
      }
      super.leave(area);
    }
  }

  @Test
  void anExceptionIsBlamedOnTheCallThatThrowsItAndIsOneCause() {
    Verdict verdict =
        Conformance.run(
            new ThrowsWhenRetired(),
            QUICK
                .withRules(Set.of(Rule.R1, Rule.R2))
                .withLayers(EnumSet.of(Layer.SCENARIO, Layer.GENERATED)));
    assertThat(verdict.failures()).hasSizeGreaterThan(3);
    assertThat(verdict.causes()).hasSize(1);
    Result first = verdict.causes().get(0).first();
    assertThat(first.rule()).isEqualTo(Rule.M3);
    assertThat(first.text())
        .startsWith("endRead threw an exception that the contract does not know: ")
        .contains("IllegalStateException: whose is 0\n    at ", "ThrowsWhenRetired.leave(")
        .doesNotContain("Actor");
    assertThat(verdict.causes().get(0).alike()).hasSize(verdict.failures().size() - 1);
  }

  @Test
  void findingsAreToldWhenTheyAreMadeOneForACause() {
    List<Result> ended = new ArrayList<>();
    List<Result> told = new ArrayList<>();
    Verdict verdict =
        Conformance.run(
            new WrongExclusion.OneReader(),
            QUICK.withRules(Set.of(Rule.X5)),
            new Conformance.Observer() {
              @Override
              public void ends(Result result, boolean isNew) {
                ended.add(result);
                if (isNew) {
                  told.add(result);
                }
              }
            });
    assertThat(ended).isEqualTo(verdict.results());
    assertThat(told).isEqualTo(verdict.causes().stream().map(Cause::first).toList());
    assertThat(told.size()).isBetween(1, verdict.failures().size() - 1);
    assertThat(verdict.results()).extracting(Result::ended).isSorted();
  }

  @Test
  void afterSomeHangsTheRestIsNotMade() {
    Options all = QUICK.withWaitBudget(new WaitBudget(0.05)).withLayers(EnumSet.allOf(Layer.class));
    Verdict verdict = Conformance.run(new WrongProgress.FallsBackByItself(), all);
    assertThat(verdict.results().stream().filter(Result::hangs).count()).isEqualTo(3);
    Result last = verdict.results().get(verdict.results().size() - 1);
    assertThat(last.mark()).isEqualTo(Mark.NOT_JUDGED);
    assertThat(last.text()).contains("a call did not return");
  }

  @Test
  void aPartIsNoVerdictOnTheContract() {
    Verdict part = Conformance.run(new OddButRight.RightCount(), QUICK.withRules(Set.of(Rule.X5)));
    assertThat(part.passed()).isTrue();
    assertThat(part.keepsTheContract()).isFalse();
    Matrix matrix = Matrix.of(TestMachine.here(), "a command", QUICK, List.of(part));
    assertThat(matrix.strategies().get(0).words())
        .contains("nothing found by the checks that were asked for, which is no verdict");
    assertThat(matrix.isOpen()).isFalse();
  }

  @Test
  void roundsThatTimeDidNotAllowAreNamed() {
    Options soon =
        QUICK.withLayers(EnumSet.of(Layer.MODEL_CHECKER)).withExplore(Duration.ofMillis(1));
    Verdict verdict = Conformance.run(new OddButRight.RightCount(), soon);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.unreached()).hasSize(Campaign.LEAST).first().asString().contains("reader");
    Matrix matrix = Matrix.of(TestMachine.here(), "a command", soon, List.of(verdict));
    assertThat(matrix.isOpen()).isTrue();
    assertThat(matrix.strategies().get(0).words()).contains("no verdict");
  }

  @Test
  void roundOfTheSpaceThatTimeDidNotAllowIsNamed() {
    Options soon = QUICK.withOnly(SPACE_CHECK).withLayers(EnumSet.of(Layer.SPACE));
    Verdict verdict =
        Conformance.run(new OddButRight.RightCount(), soon.withExplore(Duration.ofMillis(1)));
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.unreached()).containsExactly("an address space within " + new Bounds(1, 0));
  }

  /** Counts fewer readers than a strategy may. */
  public static final class TooFew extends Counted {
    @Override
    public int maxReaders() {
      return Rule.LEAST_READERS - 1;
    }
  }

  @Test
  void tooFewReadersAreRefusedByNameAndNothingElseIsJudged() {
    Verdict verdict = Conformance.run(new TooFew(), QUICK);
    assertThat(verdict.results()).hasSize(1);
    assertThat(verdict.broken()).containsExactly(Rule.X5);
    assertThat(verdict.failures().get(0).text())
        .isEqualTo("maxReaders is 15, and must be at least 16");
    assertThat(Rule.X5.sentence()).contains("at least " + Rule.LEAST_READERS);
  }

  @Test
  void undeclaredCapabilityIsSkippedWithItsReason() {
    Options one = QUICK.withRules(Set.of(Rule.W6));
    OfRule row = Conformance.run(new OddButRight.Bare(), one).of(Rule.W6);
    assertThat(row.mark()).isEqualTo(Mark.SKIPPED);
    assertThat(row.reason()).contains("does not declare EARLY_END_WRITE");
  }

  @Test
  void whatIsNotTestedIsNotPassed() {
    Options some = QUICK.withRules(EnumSet.of(Rule.V1, Rule.V2, Rule.V3, Rule.A1, Rule.X5));
    Verdict verdict = Conformance.run(new OddButRight.RightCount(), some);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.of(Rule.X5).mark()).isEqualTo(Mark.PASSED);
    for (Rule rule : List.of(Rule.V1, Rule.V2, Rule.V3)) {
      assertThat(verdict.of(rule).mark()).isEqualTo(Mark.NOT_JUDGED);
      assertThat(verdict.of(rule).reason()).startsWith("untested here");
    }
    assertThat(verdict.of(Rule.A1).mark()).isEqualTo(Mark.NOT_JUDGED);
    assertThat(verdict.of(Rule.A1).reason()).isEqualTo("no check of it was made");
  }

  @Test
  void matrixHasMarksLayersNotesAndFailures() {
    Options some = QUICK.withRules(Set.of(Rule.X5, Rule.O1, Rule.V1));
    Matrix matrix =
        Matrix.of(
            TestMachine.here(),
            "a command",
            some,
            List.of(
                Conformance.run(new OddButRight.Monitor(), some),
                Conformance.run(new WrongExclusion.OneReader(), some)));
    assertThat(matrix.fails()).isTrue();
    assertThat(matrix.rows()).extracting(Row::rule).containsExactly("X5", "V1", "O1");
    Row x5 = matrix.rows().get(0);
    assertThat(x5.judgedBy()).containsExactly(Layer.SCENARIO);
    assertThat(x5.cells()).extracting(Cell::mark).containsExactly(Mark.PASSED, Mark.FAILED);
    Row v1 = matrix.rows().get(1);
    assertThat(v1.judgedBy()).isEmpty();
    assertThat(v1.cells()).extracting(Cell::mark).containsOnly(Mark.NOT_JUDGED);
    Row o1 = matrix.rows().get(2);
    assertThat(o1.cells()).extracting(Cell::mark).containsOnly(Mark.SKIPPED);
    assertThat(matrix.notes().get(o1.cells().get(0).note() - 1).reason())
        .isEqualTo("does not declare OPTIMISTIC_READ");
    assertThat(matrix.settings().excluded())
        .contains("layer model-checker: not asked for", "layer stress: not asked for");
    Judged wrong = matrix.strategies().get(1);
    assertThat(wrong.failures().get(0).rule()).isEqualTo("X5");
    assertThat(wrong.failures().get(0).sentence()).isEqualTo(Rule.X5.sentence());
    assertThat(wrong.failures().get(0).again()).contains("--seed 7");
  }

  /** An author's class: one constructor. */
  private static final class OneLine extends StrategyConformance {
    OneLine() {
      super(new OddButRight.Monitor());
    }

    Options chosen() {
      return options();
    }
  }

  @Test
  void oneClassRunsAllLayersInLessThanAMinute() {
    Options chosen = new OneLine().chosen();
    assertThat(chosen.layers()).containsExactlyInAnyOrder(Layer.values());
    assertThat(
            Conformance.checks().stream()
                .map(check -> check.expected(chosen.withOnly(null)))
                .reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void oneClassGivesTestsNamedByRule() {
    List<String> rules =
        StrategyConformance.nodes(new OddButRight.Monitor(), QUICK)
            .map(node -> ((DynamicContainer) node).getDisplayName())
            .toList();
    assertThat(rules).hasSize(Rule.values().length);
    assertThat(rules.get(0)).isEqualTo("X1 " + Rule.X1.sentence());
  }

  @Test
  void checksHaveNamesOfTheirOwn() {
    assertThat(Conformance.checks().stream().map(Check::slug).toList()).doesNotHaveDuplicates();
  }
}
