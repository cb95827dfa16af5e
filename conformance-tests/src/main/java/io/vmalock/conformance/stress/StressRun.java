package io.vmalock.conformance.stress;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A crew at work, for its share of the time, and a check of the state that it leaves. */
record StressRun(String name, List<Rule> rules, Set<Capability> needs, Play play) implements Check {
  /** Sets a crew up. */
  @FunctionalInterface
  interface Play {
    /**
     * Adds members to the crew.
     *
     * @return the VMAs that must be free at the end
     */
    List<Vma> cast(VmaLockStrategy strategy, Crew crew) throws Exception;
  }

  /** This run for strategies with this capability. */
  StressRun with(Capability capability) {
    return new StressRun(name, rules, Set.of(capability), play);
  }

  @Override
  public Layer layer() {
    return Layer.STRESS;
  }

  /** Its share of the time for stress; all of it if it is the only run. */
  @Override
  public Duration expected(Options options) {
    return options.only() == null
        ? options.stress().dividedBy(StressRuns.all().size())
        : options.stress();
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) throws Exception {
    if (!Canary.isCaught(options.waitBudget(), options.seed())) {
      return Outcome.notJudged(
          "stress cannot be trusted here: it does not catch a racy counter on this machine");
    }
    Duration time = expected(options);
    Crew crew = new Crew(options.waitBudget(), options.seed());
    List<Vma> vmas = play.cast(strategy, crew);
    long rounds = crew.work(time, Rule.P2);
    leavesEverythingFree(strategy, vmas, options);
    return Outcome.nothingFound(rounds + " rounds in " + time.toMillis() + " ms");
  }

  /** Quiescent and attached implies readable, and free to write. */
  private static void leavesEverythingFree(
      VmaLockStrategy strategy, List<Vma> vmas, Options options) throws Exception {
    Crew audit = new Crew(options.waitBudget(), options.seed());
    audit.add(
        "auditor",
        random -> {
          for (Vma vma : vmas) {
            Mm mm = vma.mm();
            if (mm != null) {
              audit(strategy, mm, vma);
            }
          }
        });
    audit.work(Duration.ZERO, Rule.P2);
  }

  private static void audit(VmaLockStrategy strategy, Mm mm, Vma vma) {
    long stamp = strategy.startRead(mm, vma);
    if (stamp <= 0) {
      throw new RuleBroken(
          Rule.X4,
          "startRead of " + vma + " returns " + stamp + " in the end, with no thread inside");
    }
    strategy.endRead(vma, stamp);
    mm.writeLock();
    strategy.startWrite(mm, vma);
    mm.writeUnlock();
  }
}
