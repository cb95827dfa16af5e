package io.vmalock.bench.report;

import io.vmalock.bench.report.Board.Entry;
import io.vmalock.bench.report.Board.Line;
import io.vmalock.bench.stats.Ratio;
import io.vmalock.bench.stats.Ratio.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is told apart where the same code was measured under two names: noise, and nothing else. */
final class Noise {
  private Noise() {}

  /** A sentence for each column that was measured twice. */
  static List<String> of(Board board) {
    Set<String> columns = new LinkedHashSet<>(board.strategies());
    columns.addAll(board.controls());
    List<String> sentences = new ArrayList<>();
    for (String again : columns) {
      if (again.endsWith(Board.AGAIN)) {
        sentences.add(sentence(board, again.substring(0, again.length() - Board.AGAIN.length())));
      }
    }
    return sentences;
  }

  private static String sentence(Board board, String subject) {
    int rows = 0;
    int tooFew = 0;
    List<String> told = new ArrayList<>();
    for (Line line : board.lines()) {
      Map<String, Entry> entries = line.entries();
      Entry first = entries.get(subject);
      Entry second = entries.get(subject + Board.AGAIN);
      if (first == null || second == null) {
        continue;
      }
      Ratio ratio = Board.ratio(first.row(), second.row());
      if (ratio.pairs() < Ratio.LEAST_PAIRS) {
        tooFew++; // nothing can be told apart there, which must not count as success
        continue;
      }
      rows++;
      if (ratio.verdict() != Verdict.SAME) {
        told.add(line.label() + " " + Numbers.interval(ratio));
      }
    }
    return subject
        + " against itself: "
        + (rows - told.size())
        + " of "
        + rows
        + (rows == 1 ? " row" : " rows")
        + " not told apart"
        + (told.isEmpty() ? "" : "; told apart: " + String.join(", ", told))
        + (tooFew == 0 ? "" : "; too few pairs of forks in " + tooFew + " more");
  }
}
