package io.vmalock.conformance.modelcheck;

import static io.vmalock.conformance.check.Rule.L1;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.P1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P4;
import static io.vmalock.conformance.check.Rule.V1;
import static io.vmalock.conformance.check.Rule.V2;
import static io.vmalock.conformance.check.Rule.V3;
import static io.vmalock.conformance.check.Rule.W1;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Thrown;
import io.vmalock.conformance.modelcheck.campaign.Campaign;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import io.vmalock.modelcheck.finding.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The model checker's campaign as one check: every interleaving and memory order, as far as time
 * goes.
 */
public final class ModelCheckerCheck implements Check {
  private static final int MOST_CHECKERS = 2;

  /** The rules that its oracle judges; memory order first, since nothing else judges it. */
  private static final List<Rule> RULES =
      List.of(V1, V2, V3, X1, X2, X3, X4, W1, W2, W5, L1, L4, L5, L6, P1, P2, P4, O1);

  @Override
  public String name() {
    return "interleavings and memory orders";
  }

  @Override
  public Layer layer() {
    return Layer.MODEL_CHECKER;
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
    return options.explore();
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    StrategyClass type = StrategyClass.of(strategy);
    Set<String> capabilities =
        strategy.capabilities().stream().map(Enum::name).collect(Collectors.toSet());
    int checkers = Math.min(MOST_CHECKERS, Runtime.getRuntime().availableProcessors());
    Campaign campaign =
        new Campaign(
            type.loader(),
            type.scope(),
            type.name(),
            capabilities,
            options.seed(),
            options.explore(),
            options.level() == Level.DEEP ? Campaign.LEAST_AT_DEEP : Campaign.LEAST,
            checkers);
    String replay = options.replay();
    if (replay != null) {
      return replay(campaign, Repetition.parse(replay));
    }
    Campaign.Report report;
    try {
      report = campaign.run();
    } catch (IllegalStateException e) {
      return Outcome.notJudged("the model checker cannot be trusted here: " + e.getMessage());
    }
    Repetition found = report.repetition();
    if (found == null) {
      return Outcome.nothingFound(report.schedules() + " schedules").after(report);
    }
    // Shown as a replay will show it.
    Campaign.Report again = campaign.replay(found);
    return judged(again.counterexample() == null ? report : report.as(again));
  }

  private static Outcome replay(Campaign campaign, Repetition repetition) {
    Campaign.Report report;
    try {
      report = campaign.replay(repetition);
    } catch (IllegalArgumentException e) {
      return Outcome.notJudged("replayed " + repetition + ": " + e.getMessage());
    }
    return report.counterexample() == null
        ? Outcome.nothingFound("replayed " + repetition + ": nothing found").after(report)
        : judged(report);
  }

  private static Outcome judged(Campaign.Report report) {
    Finding finding = Objects.requireNonNull(report.counterexample()).finding();
    String text = "program " + report.program() + ", " + report.story();
    return (finding.kind() == Finding.Kind.NOT_JUDGED
            ? Outcome.notJudged(text)
            : Outcome.broken(rule(finding), text))
        .after(report)
        .seenAgainBy(String.valueOf(report.repetition()));
  }

  /** By the outermost call of a strategy: a frame is {@code at package.Class.method(File:line)}. */
  static Rule thrown(Finding finding, Rule otherwise) {
    Rule rule = otherwise;
    for (String line : finding.details()) {
      int end = line.indexOf('(');
      int dot = line.lastIndexOf('.', Math.max(0, end));
      if (dot >= 0 && dot < end) {
        rule = Thrown.breaks(line.substring(dot + 1, end), rule);
      }
    }
    return rule;
  }

  private static Rule rule(Finding finding) {
    if (!finding.rule().isEmpty()) {
      return Rule.valueOf(finding.rule());
    }
    return switch (finding.kind()) {
      case THROWN -> thrown(finding, P2);
      case RACE -> V1;
      case LIVELOCK -> P1;
      default -> P2;
    };
  }
}
