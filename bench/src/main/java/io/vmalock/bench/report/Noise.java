package io.vmalock.bench.report;

import io.vmalock.bench.report.ComparisonTable.Comparison;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Significant differences between two names of one piece of code, which can only be noise. */
final class Noise {
  private Noise() {}

  /** Returns a sentence for each column that was measured twice. */
  static List<String> of(ComparisonTable table) {
    Set<String> columns = new LinkedHashSet<>(table.strategies());
    columns.addAll(table.controls());
    List<String> sentences = new ArrayList<>();
    for (String again : columns) {
      if (again.endsWith(ComparisonTable.AGAIN)) {
        sentences.add(
            sentence(table, again.substring(0, again.length() - ComparisonTable.AGAIN.length())));
      }
    }
    return sentences;
  }

  private static String sentence(ComparisonTable table, String column) {
    int measurements = 0;
    int tooFew = 0;
    List<String> told = new ArrayList<>();
    for (Row row : table.rows()) {
      Map<String, Comparison> cells = row.cells();
      Comparison first = cells.get(column);
      Comparison second = cells.get(column + ComparisonTable.AGAIN);
      if (first == null || second == null) {
        continue;
      }
      Ratio ratio = ComparisonTable.ratio(first.measurement(), second.measurement());
      if (ratio.pairs() < Ratio.LEAST_PAIRS) {
        tooFew++; // no difference can be significant with so few forks, and that must not count as
        // success
        continue;
      }
      measurements++;
      if (ratio.verdict() != Verdict.SAME) {
        told.add(row.label() + " " + Numbers.interval(ratio));
      }
    }
    return column
        + " against itself: "
        + (measurements - told.size())
        + " of "
        + measurements
        + (measurements == 1 ? " row" : " rows")
        + " without a significant difference"
        + (told.isEmpty() ? "" : "; significantly different: " + String.join(", ", told))
        + (tooFew == 0 ? "" : "; too few pairs of forks in " + tooFew + " more");
  }
}
