package io.vmalock.conformance.stress;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import io.vmalock.conformance.check.WaitBudget;
import java.time.Duration;

/**
 * A lock that locks nothing. A stress run that does not see it fail, on this machine and at this
 * moment, would not see a strategy fail either.
 */
final class Canary {
  private static final Duration ROUND = Duration.ofMillis(10);

  private Canary() {}

  /** Whether a racy counter is caught. */
  static boolean isCaught(WaitBudget waitBudget, long seed) throws Exception {
    return waitBudget.until(() -> isCaughtOnce(waitBudget, seed));
  }

  private static boolean isCaughtOnce(WaitBudget waitBudget, long seed) {
    Ledger ledger = new Ledger();
    Crew crew = new Crew(waitBudget, seed);
    crew.add("canary's writer", random -> ledger.write());
    crew.add(
        "canary's reader",
        random -> {
          String wrong = ledger.read();
          if (!wrong.isEmpty()) {
            throw new RuleBroken(Rule.X1, wrong);
          }
        });
    try {
      crew.work(ROUND, Rule.P2);
      return false;
    } catch (RuleBroken e) {
      return e.rule() == Rule.X1;
    } catch (Exception e) {
      throw new IllegalStateException("the canary fell off its perch", e);
    }
  }
}
