package io.vmalock.modelcheck.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.memory.Relaxation;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What load buffering adds, and what it does not; the other relaxations are in the table. */
class RelaxationLitmusTest {
  static Stream<RelaxationLitmus> tests() {
    return RelaxationLitmus.all().stream()
        .filter(test -> test.relaxation() == Relaxation.LOAD_BUFFERING);
  }

  @ParameterizedTest
  @MethodSource("tests")
  void addsWhatItSays(RelaxationLitmus test) {
    Set<String> with = new TreeSet<>(test.without());
    with.addAll(test.added());
    try (LitmusRun none = new LitmusRun(Set.of());
        LitmusRun alone = new LitmusRun(Set.of(test.relaxation()))) {
      assertThat(none.produced(test.text())).isEqualTo(test.without());
      assertThat(alone.produced(test.text())).isEqualTo(with);
    }
  }
}
