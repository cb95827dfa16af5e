package io.vmalock.bench.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import io.vmalock.conformance.mutate.Mutant;
import io.vmalock.conformance.mutate.Mutants;
import io.vmalock.conformance.mutate.Operator;
import io.vmalock.selection.Strategies;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Judges go on after mutants that do not come to an end, and after those that cannot be loaded. */
class JudgeProcessTest {
  private static final Class<?> STRATEGY = Strategies.named("refcnt").getClass();
  private static final Options OPTIONS =
      Options.standard()
          .withSeed(1)
          .withWaitBudget(new WaitBudget(MutateCommand.SCALE))
          .withLayers(EnumSet.of(Layer.SCENARIO));

  @Test
  void mutantsThatSpinOrCannotBeMadeAreKilledAndTheNextIsJudged() throws IOException {
    Mutant original = new Mutants(STRATEGY).original();
    Mutant broken =
        new Mutant(
            original.className(),
            "",
            0,
            Operator.CALL_LEFT_OUT,
            "no class",
            "no class",
            new byte[4]);
    Mutant spins =
        new Mutants(STRATEGY)
            .all().stream()
                .filter(each -> each.name().contains("enter(RefcntVma, int)"))
                .filter(
                    each ->
                        each.edit()
                            .equals(
                                "arguments 1 and 2 of compareAndExchangeCountAcquire exchanged"))
                .findFirst()
                .orElseThrow();
    try (JudgeProcess process = new JudgeProcess(STRATEGY, OPTIONS)) {
      Judgement first = process.judge(broken, "");
      assertThat(first.outcome()).isEqualTo(Outcome.KILLED);
      assertThat(first.rule()).isEqualTo("ClassFormatError");
      assertThat(process.judge(spins, "").outcome().isKilled()).isTrue();
      assertThat(process.judge(broken, "").outcome()).isEqualTo(Outcome.KILLED);
    }
  }

  /** In compiled code no error comes to the middle of the exit that lookAgain makes good. */
  @Test
  void interpretedJvmKillsWhatAnErrorInAnExitShows() throws IOException {
    Mutants mutants = new Mutants(STRATEGY);
    Mutant mutant =
        mutants.all().stream()
            .filter(each -> each.name().contains("lookAgain(Retirement) call of end left out"))
            .findFirst()
            .orElseThrow();
    try (JudgeProcess process = JudgeProcess.interpreted(STRATEGY, OPTIONS)) {
      assertThat(process.judge(mutants.original(), "").outcome()).isEqualTo(Outcome.SURVIVED);
      assertThat(process.judge(mutant, "").outcome()).isEqualTo(Outcome.KILLED);
    }
  }
}
