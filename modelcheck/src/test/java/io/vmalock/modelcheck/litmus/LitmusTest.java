package io.vmalock.modelcheck.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model checker produces exactly the outcomes that its model allows, except for those that it
 * lists as not produced.
 */
class LitmusTest {
  private static LitmusRun run;

  @BeforeAll
  static void open() {
    run = new LitmusRun();
  }

  @AfterAll
  static void close() {
    run.close();
  }

  static Stream<Litmus> tests() {
    return LitmusTests.all().stream();
  }

  @ParameterizedTest
  @MethodSource("tests")
  void producesExactlyTheAllowedOutcomes(Litmus test) {
    assertThat(run.produced(test)).isEqualTo(test.expected());
  }
}
