package io.vmalock.conformance.modelcheck;

import static io.vmalock.conformance.check.Rule.A1;
import static io.vmalock.conformance.check.Rule.A2;
import static io.vmalock.conformance.check.Rule.A3;
import static io.vmalock.conformance.check.Rule.A4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P5;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.V1;
import static io.vmalock.conformance.check.Rule.V2;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.modelcheck.campaign.SpaceCampaign;
import io.vmalock.conformance.modelcheck.campaign.SpaceRepetition;
import io.vmalock.modelcheck.finding.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** An address space on the strategy, under the model checker, as far as time allows. */
public final class SpaceCheck implements Check {
  /** The share of the model checker's time that it gets in addition. */
  private static final int SHARE = 5;

  private static final List<Rule> RULES = List.of(A1, A2, A3, A4, P5, P2, R2, V1, V2);

  @Override
  public String name() {
    return "interleavings of an address space";
  }

  @Override
  public Layer layer() {
    return Layer.SPACE;
  }

  @Override
  public List<Rule> rules() {
    return RULES;
  }

  @Override
  public boolean replays() {
    return true;
  }

  @Override
  public Duration expected(Options options) {
    return options.explore().dividedBy(SHARE).plusSeconds(2);
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    SpaceCampaign campaign = StrategyClass.of(strategy).spaceCampaign();
    String replay = options.replay();
    SpaceCampaign.Report report;
    try {
      report =
          replay == null
              ? campaign.run(options.explore().dividedBy(SHARE))
              : campaign.replay(SpaceRepetition.parse(replay));
    } catch (IllegalStateException e) {
      return Outcome.notJudged("the model checker cannot be trusted here: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return Outcome.notJudged("replayed " + replay + ": " + e.getMessage());
    }
    if (report.counterexample() == null) {
      return Outcome.nothingFound(
              report.programs() + " programs, " + report.schedules() + " schedules")
          .without(report.unreached());
    }
    SpaceRepetition found = Objects.requireNonNull(report.repetition());
    if (replay == null) {
      SpaceCampaign.Report again = campaign.replay(found); // shown as a replay will show it
      report = again.counterexample() == null ? report : again;
    }
    Finding finding = Objects.requireNonNull(report.counterexample()).finding();
    String text = "space program " + report.program() + ", " + report.story();
    return (finding.kind() == Finding.Kind.NOT_JUDGED
            ? Outcome.notJudged(text)
            : Outcome.broken(rule(finding), text))
        .seenAgainBy(found.toString());
  }

  private static Rule rule(Finding finding) {
    if (!finding.rule().isEmpty()) {
      return Rule.valueOf(finding.rule());
    }
    return switch (finding.kind()) {
      case LIVELOCK -> P5;
      case THROWN -> ModelCheckerCheck.thrown(finding, A1);
      default -> P2;
    };
  }
}
