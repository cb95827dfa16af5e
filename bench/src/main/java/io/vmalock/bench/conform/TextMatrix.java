package io.vmalock.bench.conform;

import io.vmalock.bench.terminal.TextTable;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Matrix.Cell;
import io.vmalock.conformance.matrix.Matrix.Note;
import io.vmalock.conformance.matrix.Matrix.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matrix for a terminal. */
public final class TextMatrix {
  private static final int SENTENCE = 48;

  private TextMatrix() {}

  /**
   * The runs, the broken rules in a line each, the notes and the table; and at the end, where it is
   * seen first, the verdict on each strategy.
   */
  public static String of(Matrix matrix, int width) {
    StringBuilder out = new StringBuilder();
    ReportText.environment(matrix).forEach(line -> line(out, line));
    line(out, "");
    for (Judged judged : matrix.strategies()) {
      run(out, judged);
      unjudged(out, judged);
      line(out, "");
    }
    table(matrix, width).forEach(line -> line(out, line));
    if (!matrix.rows().isEmpty()) {
      line(out, "");
      line(out, ReportText.SIGNS);
      line(out, "by: S scenario, G generated, M model checker, T stress, A address space");
      int number = 1;
      for (Note note : matrix.notes()) {
        line(out, number++ + "  " + note.where() + ": " + note.reason());
      }
      line(out, "");
    }
    for (Judged judged : matrix.strategies()) {
      line(out, judged.words());
      mistakes(out, judged);
    }
    return out.toString();
  }

  /** Checks without a verdict, grouped by reason. */
  private static void unjudged(StringBuilder out, Judged judged) {
    Map<String, List<String>> checks = new LinkedHashMap<>();
    judged
        .unjudged()
        .forEach(
            (check, why) ->
                checks.computeIfAbsent(why.strip(), same -> new ArrayList<>()).add(check));
    checks.forEach(
        (why, which) ->
            line(
                out,
                "  not judged: "
                    + (which.size() == 1 ? "\"" + which.get(0) + "\"" : which.size() + " checks")
                    + ": "
                    + why));
  }

  /** The mistakes, a line each; the findings themselves were shown when made. */
  private static void mistakes(StringBuilder out, Judged judged) {
    int number = 1;
    for (Failure failure : judged.failures()) {
      line(
          out,
          "  "
              + number++
              + "  "
              + failure.rule()
              + ", found after "
              + failure.foundAfter()
              + " s by "
              + failure.layer()
              + " \""
              + failure.check()
              + "\""
              + ReportText.alike(failure));
      if (!failure.explored().isEmpty()) {
        line(out, "     as an interleaving: " + failure.explored());
      }
    }
    if (judged.failures().size() > 1) {
      line(out, "  begin with 1: the others may be its consequences");
    }
  }

  private static List<String> table(Matrix matrix, int width) {
    List<String> heads = new ArrayList<>(List.of("rule", "kind", "by"));
    matrix.strategies().forEach(judged -> heads.add(judged.strategy()));
    heads.add("");
    TextTable table = new TextTable(heads.toArray(new String[0])).left(1, 2);
    for (int i = 3; i < heads.size(); i++) {
      table.left(i);
    }
    for (Row row : matrix.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.rule());
      cells.add(ReportText.kind(row.kind()));
      cells.add(letters(row.judgedBy()));
      for (Cell cell : row.cells()) {
        cells.add(cell.mark().sign() + (cell.note() == 0 ? "" : " " + cell.note()));
      }
      cells.add(shortened(row.sentence()));
      table.row(cells);
    }
    return table.lines(width);
  }

  private static String letters(List<Layer> layers) {
    StringBuilder letters = new StringBuilder();
    for (Layer layer : Layer.values()) {
      if (layers.contains(layer)) {
        letters.append(
            switch (layer) {
              case SCENARIO -> 'S';
              case GENERATED -> 'G';
              case MODEL_CHECKER -> 'M';
              case STRESS -> 'T';
              case SPACE -> 'A';
            });
      }
    }
    return letters.toString();
  }

  private static void run(StringBuilder out, Judged judged) {
    line(out, judged.strategy());
    if (!judged.lacks().isEmpty()) {
      line(out, "  " + ReportText.lacks(judged));
    }
    line(out, "  time: " + ReportText.spent(judged));
    if (judged.explored() != null) {
      line(out, "  " + ReportText.explored(judged.explored()));
      judged.explored().rounds().forEach(round -> line(out, "    " + round.words()));
      line(out, "  " + ReportText.instrumented(judged.explored()));
    }
    judged.stress().forEach((check, text) -> line(out, "  stress, " + check + ": " + text));
  }

  /** One finding. */
  static String finding(String strategy, Failure failure) {
    StringBuilder out = new StringBuilder();
    line(out, strategy + " breaks " + failure.rule() + " (" + failure.kind() + ")");
    line(out, "  rule:  " + failure.sentence());
    line(out, "  seen:  " + failure.seen().replace("\n", "\n         "));
    line(
        out,
        "  in:    "
            + failure.layer()
            + " \""
            + failure.check()
            + "\", seed "
            + failure.seed()
            + "; "
            + ReportText.times(failure));
    line(out, "  again: " + failure.again());
    if (!failure.interleaving().isEmpty()) {
      line(out, "");
      failure.interleaving().lines().forEach(step -> line(out, "  " + step));
    }
    return out.toString();
  }

  private static String shortened(String sentence) {
    return sentence.length() <= SENTENCE
        ? sentence
        : sentence.substring(0, SENTENCE - 1).stripTrailing() + "…";
  }

  private static void line(StringBuilder out, String line) {
    out.append(ForeignText.lines(line)).append('\n');
  }
}
