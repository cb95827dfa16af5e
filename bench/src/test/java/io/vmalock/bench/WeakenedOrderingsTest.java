package io.vmalock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.weaken.Trial;
import io.vmalock.conformance.modelcheck.weaken.Weakening;
import io.vmalock.conformance.modelcheck.weaken.Weakenings;
import io.vmalock.selection.Strategies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * A sample of what {@code vmalock weaken} does in full: a weaker mode breaks a rule. The last
 * access of each strategy whose weakest link takes no warming up, since each commit waits for it.
 */
class WeakenedOrderingsTest {
  private static final Duration MOST = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> lastOfRefcnt() {
    return last(Set.of("refcnt"));
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> lastOfTheOthers() {
    return last(Set.of("rwsem", "stamped"));
  }

  private static Stream<DynamicTest> last(Set<String> names) {
    return Strategies.all().stream()
        .filter(provider -> names.contains(provider.name()))
        .flatMap(
            provider -> {
              Weakenings weakenings = new Weakenings(provider.create(), 1);
              List<Weakening> own = weakenings.own();
              List<Weakening> sample = own.isEmpty() ? own : List.of(own.get(own.size() - 1));
              return sample.stream()
                  .map(
                      weakening ->
                          DynamicTest.dynamicTest(
                              provider.name() + " " + weakening,
                              () -> assertKilled(weakenings.attempt(weakening, MOST))));
            });
  }

  private static void assertKilled(Trial trial) {
    assertThat(trial.outcome()).as(trial.toString()).isEqualTo(Trial.Outcome.KILLED);
  }
}
