package io.vmalock.conformance.modelcheck.program;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.Rules;

/** The contract's names for the faults that the model checker sees by itself. */
public final class ContractRules implements Rules {
  /** Rules by their letter, the gravest first: a cause comes before its consequences. */
  private static final String GRAVEST_FIRST = "XLWOPAV";

  /** The rules of the contract. */
  public ContractRules() {}

  @Override
  public String brokenBy(Finding.Kind kind) {
    return switch (kind) {
      case DEADLOCK, TIME_OUT -> "P2";
      default -> "";
    };
  }

  /**
   * A store that a load does not come after was not published; a load that a store does not come
   * after was not waited for; two stores are two writers.
   */
  @Override
  public String brokenByRace(boolean firstStores, boolean secondStores) {
    if (!secondStores) {
      return "V1";
    }
    return firstStores ? "X1" : "V2";
  }

  @Override
  public int gravity(String rule) {
    return rule.isEmpty() ? GRAVEST_FIRST.length() : GRAVEST_FIRST.indexOf(rule.charAt(0));
  }
}
