package io.vmalock.bench.report;

import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.List;

/** Remarks on the trust that a run deserves: its environment, and the faults in it. */
final class Remarks {
  /**
   * The load of one thread more than the machine has processors: any load above this came from
   * other programs.
   */
  private static final double BUSY_LOAD = 0.5;

  private Remarks() {}

  static List<String> environment(Environment environment) {
    List<String> lines = new ArrayList<>();
    lines.add(
        environment.cpu()
            + ", "
            + environment.cores()
            + " cores, "
            + environment.memory()
            + " GiB; "
            + environment.os());
    lines.add(
        environment.jvm()
            + (environment.jvmArgs().isEmpty() ? "" : ", options " + environment.jvmArgs()));
    lines.add("commit " + environment.commit() + ", " + environment.date());
    lines.add(environment.command() + " (profile " + environment.profile() + ")");
    lines.add(
        environment.load() < 0
            ? "load unknown"
            : "load average at the start " + Numbers.digits(environment.load()));
    return lines;
  }

  static List<String> warnings(Results run) {
    List<String> warnings = new ArrayList<>();
    Environment environment = run.environment();
    if (environment.load() > environment.cores() * BUSY_LOAD) {
      warnings.add(
          "The machine was busy when this began (load "
              + Numbers.digits(environment.load())
              + " on "
              + environment.cores()
              + " cores): times at several threads mean little.");
    }
    if (run.measurements().stream()
        .anyMatch(measurement -> measurement.threads() > environment.cores())) {
      warnings.add(
          "Some rows have more threads than the machine's "
              + environment.cores()
              + " cores: they measure the scheduler too.");
    }
    for (Measurement measurement : run.measurements()) {
      String failure = measurement.failure();
      if (failure != null) {
        warnings.add(measurement.row() + ", " + measurement.column() + ": " + failure);
      }
    }
    return warnings;
  }

  /** Returns how to read the tables, with only the signs that occur in them. */
  static List<String> legend(ComparisonTable table) {
    List<String> lines = new ArrayList<>();
    if (table.comparable()) {
      lines.add(
          "Ratios are speeds relative to "
              + table.baseline()
              + " (=): 2.00x is twice as fast; ≈: no significant difference from the baseline; *"
              + " marks the fastest, several where they do not differ significantly, none where all"
              + " do not.");
    } else {
      lines.add(
          "These times come from "
              + (table.mostForks() == 1 ? "one JVM" : table.mostForks() + " JVMs")
              + " for each figure. That shows the order of magnitude and no difference between"
              + " strategies: "
              + Ratio.LEAST_PAIRS
              + " are the fewest that can (--rounds "
              + Ratio.LEAST_PAIRS
              + ", or a longer --profile). Nothing is ranked.");
    }
    lines.add("Times are medians of the JVMs, or their range where there are several threads.");
    if (table.measurements().anyMatch(each -> each.discarded() > 0)) {
      lines.add(
          "\"discarded\": the largest share, of any column, of iterations in which a thread was not"
              + " on a CPU for at least 90 % of the time.");
    }
    if (table.measurements().anyMatch(each -> !each.warm())) {
      lines.add("\"cold\": measured before the JVM was warm; not compared and not ranked.");
    }
    if (table.measurements().anyMatch(Measurement::stillWarming)) {
      lines.add(
          "\"warming\": still getting faster while it was measured; not compared and not ranked.");
    }
    for (Results run : table.runs()) {
      if (!run.leftOut().isEmpty()) {
        lines.add(
            "Left out on JDK "
                + run.environment().javaVersion()
                + ": "
                + String.join("; ", run.leftOut())
                + ".");
      }
    }
    if (table.measurements().anyMatch(each -> each.failure() != null)) {
      lines.add("\"failed\": the warnings say why.");
    }
    return lines;
  }
}
