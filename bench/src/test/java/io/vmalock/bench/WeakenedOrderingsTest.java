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
 * A sample of what {@code vmalock weaken} does in full: a weaker mode breaks a rule. Of the
 * strategies whose weakest link takes no warming up, since each commit waits for it.
 */
// It waits for ever for a thread of the checker: in the profile until that is found.
@Tag("broken-strategies")
class WeakenedOrderingsTest {
  private static final Set<String> SAMPLED = Set.of("refcnt", "rwsem", "stamped");
  private static final Duration MOST = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> firstAndLastOfEachStrategy() {
    return Strategies.all().stream()
        .filter(provider -> SAMPLED.contains(provider.name()))
        .flatMap(
            provider -> {
              Weakenings weakenings = new Weakenings(provider.create(), 1);
              List<Weakening> own = weakenings.own();
              List<Weakening> sample =
                  own.isEmpty() ? own : List.of(own.get(0), own.get(own.size() - 1));
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
