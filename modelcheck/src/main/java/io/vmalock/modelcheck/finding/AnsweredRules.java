package io.vmalock.modelcheck.finding;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The answers of {@link Rules}, asked for before an execution begins. A program's own rules may be
 * rewritten code, like the program, and such code ends at once in an execution that is over.
 */
public final class AnsweredRules implements Rules {
  private final Rules rules;
  private final Map<Finding.Kind, String> byKind = new EnumMap<>(Finding.Kind.class);
  private final String[] byRace = new String[4];

  /** Asks for every answer that an execution may need. */
  public AnsweredRules(Rules rules) {
    this.rules = rules;
    for (Finding.Kind kind : Finding.Kind.values()) {
      byKind.put(kind, rules.brokenBy(kind));
    }
    for (int i = 0; i < byRace.length; i++) {
      byRace[i] = rules.brokenByRace((i & 2) != 0, (i & 1) != 0);
    }
  }

  @Override
  public String brokenBy(Finding.Kind kind) {
    return Objects.requireNonNull(byKind.get(kind));
  }

  @Override
  public String brokenByRace(boolean firstStores, boolean secondStores) {
    return byRace[(firstStores ? 2 : 0) + (secondStores ? 1 : 0)];
  }

  @Override
  public int gravity(String rule) {
    return rules.gravity(rule);
  }

  @Override
  public boolean isGraded() {
    return rules.isGraded();
  }
}
