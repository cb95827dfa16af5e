package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Designs from the literature and odd ones, all right: at the default level nothing is found. */
class FalseAlarmsTest {
  private static final String ONE = System.getProperty("vmalock.design", "");

  @TestFactory
  @Tag("designs")
  Stream<DynamicTest> nothingIsFoundInWhatIsRight() {
    return Stream.concat(BrokenStrategies.designs().stream(), BrokenStrategies.right().stream())
        .filter(type -> ONE.isEmpty() || type.getSimpleName().equals(ONE))
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> passes(type)));
  }

  private static void passes(Class<? extends VmaLockStrategy> type) {
    Options options = Options.standard().at(Level.DEFAULT).withOnly(null);
    Verdict verdict = Conformance.run(BrokenStrategies.make(type), options);
    assertThat(verdict.failures().stream().map(Result::report).toList()).isEmpty();
    assertThat(verdict.passed()).isTrue();
  }
}
