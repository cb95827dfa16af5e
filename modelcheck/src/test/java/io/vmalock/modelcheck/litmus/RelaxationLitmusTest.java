package io.vmalock.modelcheck.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.memory.Relaxation;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The outcomes that load buffering adds, and programs to which it adds none. The table has the
 * other relaxations.
 */
class RelaxationLitmusTest {
  static Stream<RelaxationLitmus> tests() {
    return RelaxationLitmus.all().stream()
        .filter(test -> test.relaxation() == Relaxation.LOAD_BUFFERING);
  }

  @ParameterizedTest
  @MethodSource("tests")
  void addsTheStatedOutcomes(RelaxationLitmus test) {
    Set<String> with = new TreeSet<>(test.without());
    with.addAll(test.added());
    try (LitmusRun none = new LitmusRun(Set.of());
        LitmusRun alone = new LitmusRun(Set.of(test.relaxation()))) {
      assertThat(none.produced(test.text())).isEqualTo(test.without());
      assertThat(alone.produced(test.text())).isEqualTo(with);
    }
  }
}
