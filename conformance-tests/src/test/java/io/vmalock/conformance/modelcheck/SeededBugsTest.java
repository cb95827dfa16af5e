package io.vmalock.conformance.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.Campaign;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A campaign finds each seeded bug, by a rule that it breaks, and nothing in the right strategy.
 */
class SeededBugsTest {
  private static Campaign.Report report(String name, Duration time) {
    return new Campaign(
            SeededBugsTest.class.getClassLoader(),
            StrategyScope.standard().with(Seeded.class.getName()),
            Seeded.class.getName() + "$" + name,
            Set.of("VMA_REUSE"),
            1,
            time,
            0,
            1)
        .runWithoutCanaries();
  }

  @Test
  void rightStrategyPasses() {
    Campaign.Report report = report("Right", Duration.ofSeconds(2));
    assertThat(report.counterexample()).as(report.toString()).isNull();
    assertThat(report.schedules()).isPositive();
  }

  /** One of each part of the checker's work, in every build. */
  @ParameterizedTest
  @CsvSource({
    "OpaqueSecondCheck, V1",
    "PlainIncrement, L4 L6 X1 X2 P2",
    "ExitWithoutRelease, V2",
    "LosesInterrupt, W5"
  })
  void oneOfEachKindIsFound(String name, String rules) {
    find(name, rules);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({
    "NoSecondCheck, X1",
    "OpaqueSecondCheck, V1",
    "NoOwnerCheck, L6 X1",
    "EntersDetached, L4 X1",
    "PlainIncrement, L4 L6 X1 X2 P2",
    "EntryWithoutAcquire, X1 L6",
    "ExitWithoutRelease, V2",
    "NoWakeUp, P2",
    "WaiterAnnouncedLate, P2",
    "ParksOnce, X2",
    "Polls, P2",
    "DoesNotWait, X2",
    "WaitsWithoutFlag, X1 X2 V2",
    "FlagOffWithoutRelease, X1",
    "SequenceAfterFlag, X1 X2 V2",
    "DetachDoesNotWait, L4",
    "RefusesSecondReader, X4",
    "LosesInterrupt, W5"
  })
  void seededBugIsFound(String name, String rules) {
    find(name, rules);
  }

  private static void find(String name, String rules) {
    // Seconds on a quiet machine. It ends at the first finding.
    Campaign.Report report = report(name, Duration.ofSeconds(150));
    assertThat(report.counterexample()).as(report.toString()).isNotNull();
    assertThat(rules.split(" ", -1)).contains(report.counterexample().finding().rule());
  }
}
