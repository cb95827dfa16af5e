package io.vmalock.bench.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.Judgement.Outcome;
import io.vmalock.conformance.mutate.KnownJudgements;
import io.vmalock.conformance.mutate.Mutant;
import io.vmalock.conformance.mutate.Mutants;
import io.vmalock.conformance.mutate.Operator;
import io.vmalock.selection.Strategies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped goes on where it was. */
class KnownJudgementsTest {
  private static final Judgement KILLED =
      new Judgement(Outcome.KILLED, "scenario", "a-check", "X1", 5);
  private static final Judgement SURVIVED = new Judgement(Outcome.SURVIVED, "", "", "", 5);

  @TempDir Path directory = Path.of("");
  private final Mutants mutants = new Mutants(Strategies.named("stamped").getClass());

  private static Mutant mutant(String name, int content) {
    return new Mutant(
        "C", "C.java", 1, Operator.CONDITION_NEGATED, "edit", name, new byte[] {(byte) content});
  }

  private KnownJudgements read() throws IOException {
    return new KnownJudgements(directory.resolve("judged.tsv"), mutants);
  }

  @Test
  void killHoldsForEverAndSurvivalForTheTimeThatItWasGiven() throws IOException {
    KnownJudgements first = read();
    first.add(mutant("one", 1), KILLED, 10);
    first.add(mutant("two", 2), SURVIVED, 10);
    KnownJudgements later = read();
    assertThat(later.of(mutant("one", 1), 1_000)).isEqualTo(KILLED);
    assertThat(later.of(mutant("two", 2), 10)).isEqualTo(SURVIVED);
    assertThat(later.of(mutant("two", 2), 11)).isNull();
    assertThat(later.of(mutant("three", 3), 1)).isNull();
  }

  /** Known judgements are found by content, the first check to try by name. */
  @Test
  void otherContentIsJudgedAgainByTheLastKillerFirst() throws IOException {
    read().add(mutant("one", 1), KILLED, 10);
    KnownJudgements later = read();
    assertThat(later.of(mutant("one", 2), 10)).isNull();
    assertThat(later.hint(mutant("one", 2))).isEqualTo("a-check");
    assertThat(later.hint(mutant("two", 1))).isEmpty();
  }

  @Test
  void lineThatWasNotWrittenToItsEndIsPassedOver() throws IOException {
    read().add(mutant("one", 1), KILLED, 10);
    Files.writeString(
        directory.resolve("judged.tsv"),
        "abc\tKILL",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    assertThat(read().of(mutant("one", 1), 10)).isEqualTo(KILLED);
  }
}
