package io.vmalock.conformance.modelcheck.space;

import io.vmalock.conformance.modelcheck.program.ContractRules;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.Rules;

/**
 * The contract's names for the faults of an address space that the model checker sees by itself.
 */
final class SpaceRules implements Rules {
  private static final String GRAVEST_FIRST = "XLWORPAV";

  private final Rules contract = new ContractRules();

  @Override
  public String brokenBy(Finding.Kind kind) {
    return kind == Finding.Kind.LIVELOCK ? "P5" : contract.brokenBy(kind);
  }

  @Override
  public String brokenByRace(boolean firstStores, boolean secondStores) {
    return contract.brokenByRace(firstStores, secondStores);
  }

  @Override
  public int gravity(String rule) {
    return rule.isEmpty() ? GRAVEST_FIRST.length() : GRAVEST_FIRST.indexOf(rule.charAt(0));
  }
}
