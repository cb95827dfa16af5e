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
import java.util.List;

/** The matrix for a terminal. */
public final class TextMatrix {
  private static final int SENTENCE = 48;

  private TextMatrix() {}

  /** The table, the notes, the runs, and in the end, where it is seen first, what is broken. */
  public static String of(Matrix matrix, int width) {
    StringBuilder out = new StringBuilder();
    table(matrix, width).forEach(line -> line(out, line));
    line(out, "");
    line(out, ReportText.SIGNS);
    line(out, "by: S scenario, G generated, M model checker, T stress on real threads");
    int number = 1;
    for (Note note : matrix.notes()) {
      line(out, number++ + "  " + note.where() + ": " + note.reason());
    }
    line(out, "");
    ReportText.environment(matrix).forEach(line -> line(out, line));
    for (Judged judged : matrix.strategies()) {
      line(out, "");
      run(out, judged);
    }
    for (Judged judged : matrix.strategies()) {
      judged
          .unjudged()
          .forEach(
              (check, why) -> {
                line(out, "");
                line(out, judged.strategy() + ", not judged: \"" + check + "\": " + why.strip());
              });
      for (Failure failure : judged.failures()) {
        line(out, "");
        failure(out, judged, failure);
      }
    }
    return out.toString();
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
            });
      }
    }
    return letters.toString();
  }

  private static void run(StringBuilder out, Judged judged) {
    line(out, judged.words());
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

  private static void failure(StringBuilder out, Judged judged, Failure failure) {
    line(out, judged.strategy() + " breaks " + failure.rule() + " (" + failure.kind() + ")");
    line(out, "  rule:  " + failure.sentence());
    line(out, "  seen:  " + failure.seen().replace("\n", "\n         "));
    line(
        out,
        "  in:    " + failure.layer() + " \"" + failure.check() + "\", seed " + failure.seed());
    line(out, "  again: " + failure.again());
    if (!failure.interleaving().isEmpty()) {
      line(out, "");
      failure.interleaving().lines().forEach(step -> line(out, "  " + step));
    }
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
