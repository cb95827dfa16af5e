package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Result;
import io.vmalock.conformance.check.Verdict;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Designs from the literature and odd ones, all right: at the default level nothing is found. */
class FalseAlarmsTest {
  private static final String ONE = System.getProperty("vmalock.design", "");

  /**
   * With this many seeds each, from 1 on; else with one, by chance unless another property says.
   */
  private static final Integer SEEDS = Integer.getInteger("vmalock.seeds");

  private static List<Class<? extends VmaLockStrategy>> all() {
    return Stream.concat(BrokenStrategies.designs().stream(), BrokenStrategies.right().stream())
        .toList();
  }

  private static List<Options> options() {
    Options options = Options.standard().at(Level.DEFAULT).withOnly(null);
    return SEEDS == null
        ? List.of(options)
        : LongStream.rangeClosed(1, SEEDS).mapToObj(options::withSeed).toList();
  }

  @TestFactory
  @Tag("designs")
  Stream<DynamicTest> nothingIsFoundInWhatIsRight() {
    return all().stream()
        .filter(type -> ONE.isEmpty() || type.getSimpleName().equals(ONE))
        .flatMap(type -> options().stream().map(options -> test(type, options)));
  }

  private static DynamicTest test(Class<? extends VmaLockStrategy> type, Options options) {
    String name = type.getSimpleName() + ", seed " + options.seed();
    return DynamicTest.dynamicTest(name, () -> passes(name, type, options));
  }

  private static void passes(String name, Class<? extends VmaLockStrategy> type, Options options) {
    Verdict verdict = Conformance.run(BrokenStrategies.make(type), options);
    System.out.printf(
        "%s: %s, %d s%s%n",
        name,
        verdict.passed() ? "passed" : "refused",
        verdict.took().toSeconds(),
        verdict.unreached().isEmpty() ? "" : "; no time for " + verdict.unreached());
    assertThat(verdict.failures().stream().map(Result::report).toList()).isEmpty();
    assertThat(verdict.passed()).isTrue();
  }

  @Test
  void thereAreFiveOfTheLiteratureAndMoreThanTwelveOddOnes() {
    assertThat(all()).doesNotHaveDuplicates().hasSizeGreaterThan(5 + 12);
    assertThat(all().stream().filter(type -> type.getEnclosingClass() == null)).hasSize(5);
  }
}
