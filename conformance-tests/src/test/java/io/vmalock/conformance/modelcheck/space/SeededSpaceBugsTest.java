package io.vmalock.conformance.modelcheck.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.campaign.SpaceCampaign;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.modelcheck.finding.Finding;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model checker finds each mistake in the address space, and nothing in the space as it is. */
class SeededSpaceBugsTest {
  private static final String STRATEGY = "io.vmalock.conformance.modelcheck.Seeded";
  private static final Duration TIME = Duration.ofSeconds(120);

  private static SpaceCampaign campaign(ClassLoader classes) {
    return new SpaceCampaign(classes, StrategyScope.standard().with(STRATEGY), STRATEGY + "$Right");
  }

  @Test
  @Tag("slow")
  void findsNothingInWhatIsRight() {
    SpaceCampaign.Report report =
        campaign(SeededSpaceBugsTest.class.getClassLoader()).run(Duration.ofSeconds(5));
    assertThat(report.counterexample()).as(report.program() + ": " + report.story()).isNull();
    assertThat(report.schedules()).isGreaterThan(100);
  }

  /** In every build. */
  static Stream<SpaceBug> some() {
    return EnumSet.of(SpaceBug.NOT_PUBLISHED, SpaceBug.RELEASED_UNDER_READER).stream();
  }

  @ParameterizedTest
  @MethodSource("some")
  void mistakeIsFound(SpaceBug bug) {
    isFound(bug);
  }

  @ParameterizedTest
  @Tag("exhaustive")
  @EnumSource
  void everyMistakeIsFound(SpaceBug bug) {
    isFound(bug);
  }

  private static void isFound(SpaceBug bug) {
    SpaceCampaign.Report report =
        campaign(bug.classes(SeededSpaceBugsTest.class.getClassLoader())).run(TIME);
    assertThat(report.counterexample()).as(bug + " is not found").isNotNull();
    Finding finding = report.counterexample().finding();
    assertThat(finding.kind()).as(report.story()).isNotEqualTo(Finding.Kind.NOT_JUDGED);
    String rule = finding.rule().isEmpty() ? finding.kind().name() : finding.rule();
    System.out.println(
        bug + ": " + rule + " by " + report.program() + " after " + report.schedules());
    Set<String> expected = bug.rules;
    assertThat(rule).as(report.program() + ": " + report.story()).isIn(expected);
  }
}
