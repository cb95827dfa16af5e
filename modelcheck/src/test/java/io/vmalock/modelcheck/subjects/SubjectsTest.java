package io.vmalock.modelcheck.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.check.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few of the subjects in every build; {@link Subjects} runs them all. */
class SubjectsTest {
  @ParameterizedTest
  @ValueSource(strings = {"Wrong$Permits", "Wrong$WeakValue", "Wrong$ListsAdded"})
  void wrongOnesAreFound(String name) {
    Verdict verdict = Subjects.explore(name);
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Right$Spsc", "Right$Completed"})
  void rightOnesAreExhaustedWithoutAFinding(String name) {
    Verdict verdict = Subjects.explore(name);
    assertThat(verdict.isPassed() && verdict.isExhausted()).as(verdict.toString()).isTrue();
  }
}
