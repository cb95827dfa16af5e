package io.vmalock.bench.compare;

import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Scenario;

/** The meaning of the rows and columns, for people. */
final class ScenarioList {
  private ScenarioList() {}

  static String of(Catalogue catalogue) {
    StringBuilder out = new StringBuilder();
    Family family = null;
    for (Scenario scenario : catalogue.scenarios()) {
      if (scenario.family() != family) {
        family = scenario.family();
        out.append(family.label()).append(": ").append(family.question()).append("\n\n");
      }
      out.append("  ").append(scenario.name()).append("  (").append(profile(scenario));
      out.append(scenario.scales() ? ", any number of threads" : "").append(")\n");
      out.append("      ").append(scenario.meaning()).append('\n');
      out.append("      stands for: ").append(scenario.load()).append("\n\n");
    }
    out.append("columns\n\n");
    for (Column column : catalogue.columns()) {
      out.append("  ").append(column.name());
      out.append(column.control() ? "  (control)" : "");
      out.append(column.meaning().isEmpty() ? "" : ": " + column.meaning()).append('\n');
    }
    return out.toString();
  }

  private static String profile(Scenario scenario) {
    if (scenario.named()) {
      return "only by its name";
    }
    return scenario.quick() ? "quick" : scenario.full() ? "full" : "standard";
  }
}
