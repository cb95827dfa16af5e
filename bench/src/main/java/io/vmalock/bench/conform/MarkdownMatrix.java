package io.vmalock.bench.conform;

import io.vmalock.bench.text.ForeignText;
import io.vmalock.conformance.matrix.CampaignSummary;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Matrix.Cell;
import io.vmalock.conformance.matrix.Matrix.Note;
import io.vmalock.conformance.matrix.Matrix.Row;
import java.util.List;

/** The matrix as a Markdown page. */
public final class MarkdownMatrix {
  private MarkdownMatrix() {}

  /** The page. */
  public static String of(Matrix matrix) {
    StringBuilder out = new StringBuilder("# " + ReportText.TITLE + "\n\n");
    out.append("Which rules of the [contract](../contract.md) each strategy keeps.\n\n");
    ReportText.environment(matrix).forEach(line -> item(out, 0, text(line)));
    out.append('\n');
    table(out, matrix);
    out.append('\n');
    item(out, 0, ReportText.SIGNS);
    ReportText.KINDS.forEach(line -> item(out, 0, line));
    item(out, 0, ReportText.LAYERS);
    if (!matrix.notes().isEmpty()) {
      out.append("\n## Notes\n\n");
      int number = 1;
      for (Note note : matrix.notes()) {
        out.append(number++)
            .append(". ")
            .append(text(note.where() + ": " + note.reason()))
            .append('\n');
      }
    }
    for (Judged judged : matrix.strategies()) {
      strategy(out, judged);
    }
    return out.toString();
  }

  private static void table(StringBuilder out, Matrix matrix) {
    out.append("| | rule | kind | judged by |");
    matrix.strategies().forEach(j -> out.append(' ').append(text(j.strategy())).append(" |"));
    out.append("\n|---|---|---|---|").append(":-:|".repeat(matrix.strategies().size()));
    out.append('\n');
    for (Row row : matrix.rows()) {
      out.append("| ").append(row.rule()).append(" | ").append(text(row.sentence())).append(" | ");
      out.append(ReportText.kind(row.kind())).append(" | ");
      out.append(String.join(", ", ReportText.layers(row.judgedBy()))).append(" |");
      for (Cell cell : row.cells()) {
        out.append(' ').append(cell.mark().sign());
        if (cell.note() > 0) {
          out.append("&nbsp;<sup>").append(cell.note()).append("</sup>");
        }
        out.append(" |");
      }
      out.append('\n');
    }
  }

  private static void strategy(StringBuilder out, Judged judged) {
    out.append("\n## ").append(text(judged.strategy())).append("\n\n");
    item(out, 0, text(judged.words()));
    if (!judged.lacks().isEmpty()) {
      item(out, 0, text(ReportText.lacks(judged)));
    }
    item(out, 0, "time: " + text(ReportText.spent(judged)));
    if (judged.explored() != null) {
      explored(out, judged.explored());
    }
    judged.stress().forEach((check, told) -> item(out, 0, text("stress, " + check + ": " + told)));
    judged
        .skips()
        .forEach((why, checks) -> item(out, 0, text("skipped, " + why + ": " + list(checks))));
    judged
        .unjudged()
        .forEach((check, why) -> item(out, 0, text("not judged, " + check + ": " + why.strip())));
    for (Failure failure : judged.failures()) {
      failure(out, failure);
    }
  }

  private static void explored(StringBuilder out, CampaignSummary explored) {
    item(out, 0, ReportText.explored(explored));
    explored.rounds().forEach(round -> item(out, 1, round.words()));
    item(out, 0, ReportText.instrumented(explored));
    for (CampaignSummary.Instrumented type : explored.classes()) {
      if (!type.unmodelled().isEmpty()) {
        item(out, 1, text(type.name() + ": " + list(type.unmodelled())));
      }
    }
    explored.warnings().forEach(warning -> item(out, 0, text("warning: " + warning)));
  }

  private static void failure(StringBuilder out, Failure failure) {
    out.append("\n### breaks ").append(failure.rule()).append(" (").append(failure.kind());
    out.append(")\n\n> ").append(text(failure.sentence())).append("\n\n");
    item(
        out,
        0,
        text(failure.layer() + ", " + failure.check())
            + ", seed "
            + failure.seed()
            + "; "
            + ReportText.times(failure)
            + ReportText.alike(failure));
    out.append("\n```\n").append(fenced(failure.seen())).append("\n```\n");
    if (!failure.interleaving().isEmpty()) {
      out.append("\n```\n").append(fenced(failure.interleaving())).append("\n```\n");
    }
    out.append("\nAgain:\n\n```\n").append(fenced(failure.again())).append("\n```\n");
  }

  private static void item(StringBuilder out, int depth, String line) {
    out.append("  ".repeat(depth)).append("- ").append(line).append('\n');
  }

  private static String list(List<String> names) {
    return String.join("; ", names);
  }

  /** Text on one line, without anything that Markdown would take for more than text. */
  private static String text(String plain) {
    return ForeignText.markdown(plain.strip().replace("\n", "; "));
  }

  /** A fence that keeps the block's end in place. */
  private static String fenced(String plain) {
    return ForeignText.lines(plain.strip()).replace("```", "'''");
  }
}
