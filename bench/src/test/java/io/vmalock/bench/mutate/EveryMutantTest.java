package io.vmalock.bench.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import io.vmalock.bench.cli.ExitCode;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every mutant of each strategy, and of the designs of the literature that the kit is tested with,
 * is killed or argued: hours, in the profile "mutants".
 */
@EnabledIfSystemProperty(named = "vmalock.mutants", matches = "all")
class EveryMutantTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "refcnt",
        "rwsem",
        "stamped",
        "biased",
        "bravo",
        "big-reader",
        "phase-fair",
        "left-right",
        "sequence-lock"
      })
  void isKilledOrArgued(String strategy) {
    int status =
        Vmalock.commandLine()
            .execute(
                "mutate",
                "--strategy",
                strategy,
                "--classpath",
                "../conformance-tests/target/test-classes",
                "--arguments",
                "../docs/mutants");
    assertThat(status).as("what survived is on standard output").isEqualTo(ExitCode.OK);
  }
}
