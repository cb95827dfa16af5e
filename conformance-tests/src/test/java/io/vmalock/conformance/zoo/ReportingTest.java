package io.vmalock.conformance.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.Check;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.Layer;
import io.vmalock.conformance.Matrix;
import io.vmalock.conformance.Options;
import io.vmalock.conformance.Patience;
import io.vmalock.conformance.Result;
import io.vmalock.conformance.Result.Mark;
import io.vmalock.conformance.Rule;
import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.Verdict;
import io.vmalock.conformance.Verdict.OfRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;

/** What people are told: the rule, what was seen, how to see it again, and what was not tested. */
class ReportingTest {
  private static final Options QUICK =
      Options.standard()
          .withOnly(null)
          .withSeed(7)
          .withPatience(new Patience(0.25))
          .withLayers(EnumSet.of(Layer.SCENARIO));

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

  @Test
  void undeclaredCapabilityIsSkippedWithItsReason() {
    OfRule row = Conformance.run(new OddButRight.Bare(), QUICK).of(Rule.W6);
    assertThat(row.mark()).isEqualTo(Mark.SKIPPED);
    assertThat(row.reason()).contains("does not declare EARLY_END_WRITE");
  }

  @Test
  void whatIsNotTestedIsNotPassed() {
    Verdict verdict = Conformance.run(new OddButRight.RightCount(), QUICK);
    assertThat(verdict.passed()).isTrue();
    for (Rule rule : List.of(Rule.V1, Rule.V2, Rule.V3, Rule.A1, Rule.P5)) {
      assertThat(verdict.of(rule).mark()).isEqualTo(Mark.NOT_JUDGED);
      assertThat(verdict.of(rule).reason()).startsWith("untested here");
    }
  }

  @Test
  void matrixShowsMarksReasonsAndFailures() {
    Options some = QUICK.withRules(Set.of(Rule.X5, Rule.O1));
    Matrix matrix =
        new Matrix(
            List.of(
                Conformance.run(new OddButRight.Monitor(), some),
                Conformance.run(new WrongExclusion.OneReader(), some)),
            some.rules(),
            "here");
    assertThat(matrix.text())
        .containsPattern("rule +Monitor +OneReader")
        .containsPattern("X5 +✓ +✗ +As many readers")
        .contains("does not declare OPTIMISTIC_READ")
        .contains("OneReader: X5: " + Rule.X5.sentence())
        .doesNotContain("X1 ");
    assertThat(matrix.markdown())
        .contains("| X5 | " + Rule.X5.sentence() + " | ✓ | ✗ |")
        .contains("## OneReader: X5");
  }

  /** An author's class: one constructor. */
  private static final class OneLine extends StrategyConformance {
    OneLine() {
      super(new OddButRight.Monitor());
    }
  }

  @Test
  void oneClassGivesTestsNamedByRule() {
    assertThat(new OneLine()).isNotNull();
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
