package io.vmalock.conformance.modelcheck.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Capability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the model checker's programs. */
class ProgramTextTest {
  private static Set<String> names(Set<Capability> capabilities) {
    return capabilities.stream().map(Enum::name).collect(Collectors.toSet());
  }

  private static final Set<String> ALL = names(EnumSet.allOf(Capability.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r0 w1|d0",
        "r0[r0[rl1]]|[w0 e0 w1 down]",
        "r0|[x w0 w1] x d01",
        "B[[d0 a0B]] []|B[w2 down]|rl0B[o3] nB",
        "after 3, limit 2, moved, alike, unasked: w0 r1; i wt01|[j wu0]|[t01 u0]",
        "limit 2: b0 b1; q0|q1|g01",
        "detached: g0 rh0 rm0 rg1|s0 f0 l0 n g0B wn0"
      })
  void textIsReadAndWritten(String text) {
    assertThat(ProgramText.parse(text)).hasToString(text);
  }

  @Test
  void blanksDoNotMatter() {
    assertThat(ProgramText.parse(" limit 1 :  w0 ;r0[ r0  ] |  B[ [ d0 a0B ]  ]  "))
        .hasToString("limit 1: w0; r0[r0]|B[[d0 a0B]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "r0|; each thread takes a step",
        "r0 k1; no step \"k\"",
        "r4; \"r4\"",
        "r01; r names one VMA",
        "w10; in order",
        "n0; n names no VMA",
        "[w0; its bracket is not closed",
        "r0[w1; its bracket is not closed",
        "r0 w1]; closes",
        "r0[]; have steps inside",
        "w0[r0]; a blank comes after",
        "r0w1; a blank comes after",
        "[down w0]; \"down\"",
        "down; at the end of a section",
        "r0[down]; its bracket is not closed",
        "before 3: r0; no condition",
        "'after 3, limit 0: r0'; \"limit 0\"",
      })
  void whatIsNoProgramIsExplained(String text, String why) {
    assertThatThrownBy(() -> ProgramText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "limit 1: r0; READER_LIMIT",
        "r0|rh1; END_READ_ELSEWHERE",
        "r0[o1]; OPTIMISTIC_READ",
        "[wt0]; INTERRUPTIBLE_WAIT",
        "wn01; INTERRUPTIBLE_WAIT EARLY_END_WRITE",
        "r0|[w0 e0]; EARLY_END_WRITE",
        "r0B; VMA_REUSE",
        "w0; ''",
      })
  void programNeedsWhatItsStepsNeed(String text, String needed) {
    ProgramText program = ProgramText.parse(text);
    Set<String> needs = new HashSet<>(Arrays.asList(needed.split(" ")));
    needs.remove("");
    assertThat(program.isPossible(needs)).isTrue();
    for (String need : needs) {
      Set<String> fewer = new HashSet<>(ALL);
      fewer.remove(need);
      assertThat(program.isPossible(fewer)).as(need).isFalse();
    }
  }

  @Test
  void generatedProgramsAreReadAndWrittenEachOnce() {
    for (List<String> programs :
        List.of(
            Pairs.readers(ALL),
            Pairs.ofRules(ALL),
            Pairs.pairs(ALL),
            Pairs.warmedUp(ALL),
            Pairs.outOfStack(ALL),
            Pairs.comeAndGo(ALL))) {
      assertThat(programs).doesNotHaveDuplicates();
      assertThat(programs)
          .allSatisfy(text -> assertThat(ProgramText.parse(text)).hasToString(text));
    }
  }
}
