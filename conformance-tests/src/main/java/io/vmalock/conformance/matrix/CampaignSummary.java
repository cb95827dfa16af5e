package io.vmalock.conformance.matrix;

import io.vmalock.conformance.modelcheck.campaign.Campaign;
import java.util.ArrayList;
import java.util.List;

/**
 * What the model checker did with a strategy.
 *
 * @param schedules how many schedules it ran
 * @param seconds how long it took
 * @param rounds what it explored, in order
 * @param classes how much of each class it sees
 * @param warnings what it saw that is no error
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
   * @param programs which
   * @param preemptions the bound of preemptions
   * @param staleReads the bound of stale reads
   * @param count how many programs there are
   * @param exhausted how many have no schedule left within the bounds
   * @param inPart how many have some left
   * @param schedules how many schedules were run
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
   * @param accesses how many accesses the memory model sees
   * @param constants how many it need not see, since the field never changes
   * @param calls how many calls that wait, wake, order or tell the time it sees
   * @param unmodelled what it refuses to judge, where it is reached
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
