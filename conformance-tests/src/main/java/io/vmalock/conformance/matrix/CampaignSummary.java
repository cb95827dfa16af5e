package io.vmalock.conformance.matrix;

import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.util.ArrayList;
import java.util.List;

/**
 * The model checker's work on a strategy.
 *
 * @param schedules the number of schedules
 * @param seconds the time
 * @param rounds the explored rounds, in order
 * @param classes the coverage of each class
 * @param warnings the observations that are no errors
 */
public record CampaignSummary(
    long schedules,
    double seconds,
    List<Round> rounds,
    List<Instrumented> classes,
    List<String> warnings) {
  /**
   * Programs of one kind, each within the same bounds.
   *
   * @param programs the kind of programs
   * @param preemptions the bound of preemptions
   * @param staleReads the bound of stale reads
   * @param count the number of programs
   * @param exhausted the number without a schedule left within the bounds
   * @param inPart the number with some left
   * @param schedules the number of schedules run
   */
  public record Round(
      String programs,
      int preemptions,
      int staleReads,
      int count,
      int exhausted,
      int inPart,
      long schedules) {
    /** One line for people. */
    public String words() {
      return programs
          + " within "
          + preemptions
          + " preemptions and "
          + staleReads
          + " stale reads: "
          + exhausted
          + " of "
          + count
          + " exhausted, "
          + inPart
          + " in part, "
          + schedules
          + " schedules";
    }
  }

  /**
   * One class.
   *
   * @param name the class
   * @param accesses the number of accesses that the memory model sees
   * @param constants the number that it need not see, since the field never changes
   * @param calls the number of calls it sees that wait, wake, order or tell the time
   * @param unmodelled the calls that it refuses to judge when it reaches them
   */
  public record Instrumented(
      String name, int accesses, int constants, int calls, List<String> unmodelled) {}

  static CampaignSummary of(Campaign.Report report) {
    List<Round> rounds = new ArrayList<>();
    for (Campaign.Round round : report.rounds()) {
      rounds.add(
          new Round(
              round.what(),
              round.bounds().preemptions(),
              round.bounds().staleReads(),
              round.programs(),
              round.exhausted(),
              round.begun() - round.exhausted(),
              round.schedules()));
    }
    List<Instrumented> classes = new ArrayList<>();
    report
        .coverage()
        .forEach(
            (name, coverage) ->
                classes.add(
                    new Instrumented(
                        name.replace('/', '.'),
                        coverage.accesses(),
                        coverage.constants(),
                        coverage.calls(),
                        coverage.unmodelled())));
    return new CampaignSummary(
        report.schedules(),
        report.nanos() / 1_000_000 / 1e3,
        rounds,
        classes,
        List.copyOf(report.warnings()));
  }
}
