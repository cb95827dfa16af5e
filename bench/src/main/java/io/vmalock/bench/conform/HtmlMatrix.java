package io.vmalock.bench.conform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.Resources;
import io.vmalock.bench.report.HtmlReport;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.conformance.check.Result.Mark;
import io.vmalock.conformance.matrix.CampaignSummary;
import io.vmalock.conformance.matrix.Failure;
import io.vmalock.conformance.matrix.Judged;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.Matrix.Cell;
import io.vmalock.conformance.matrix.Matrix.Note;
import io.vmalock.conformance.matrix.Matrix.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The matrix as one page that needs nothing else: no network, no other file, no script. */
public final class HtmlMatrix {
  private HtmlMatrix() {}

  /** The page. */
  public static String of(Matrix matrix) {
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<title>vmalock: conformance</title>\n<style>\n");
    out.append(resource(HtmlReport.class, "report.css"));
    out.append(resource(HtmlMatrix.class, "conform.css"));
    out.append("</style></head><body>\n<h1>vmalock: which rules each strategy keeps</h1>\n");
    list(out, "environment", ReportText.environment(matrix));
    for (Judged judged : matrix.strategies()) {
      out.append("<p class=\"").append(judged.passes() ? "verdict" : "warning").append("\">");
      out.append(escape(judged.words())).append("</p>\n");
    }
    table(out, matrix);
    notes(out, matrix.notes());
    for (Judged judged : matrix.strategies()) {
      judged.failures().forEach(failure -> failure(out, judged, failure));
    }
    out.append("<h2>runs</h2>\n");
    matrix.strategies().forEach(judged -> run(out, judged));
    return out.append("</body></html>\n").toString();
  }

  private static void table(StringBuilder out, Matrix matrix) {
    out.append("<h2>rules</h2>\n<p class=\"note\">")
        .append(escape(ReportText.SIGNS))
        .append("</p>\n");
    list(out, "environment", ReportText.KINDS);
    out.append("<p class=\"note\">").append(escape(ReportText.LAYERS)).append("</p>\n");
    out.append("<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>rule</th>");
    matrix
        .strategies()
        .forEach(judged -> out.append("<th>").append(escape(judged.strategy())).append("</th>"));
    out.append("<th>kind</th><th>judged by</th><th>sentence</th></tr></thead><tbody>\n");
    for (Row row : matrix.rows()) {
      out.append("<tr id=\"").append(row.rule()).append("\"><td>").append(row.rule());
      out.append("</td>");
      row.cells().forEach(cell -> cell(out, cell));
      out.append("<td class=\"kind\">").append(ReportText.kind(row.kind())).append("</td><td>");
      out.append(String.join(", ", ReportText.layers(row.judgedBy()))).append("</td><td>");
      out.append(escape(row.sentence())).append("</td></tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  private static void cell(StringBuilder out, Cell cell) {
    out.append("<td class=\"").append(style(cell.mark())).append("\" title=\"");
    out.append(escape(cell.strategy() + ": " + words(cell.mark())));
    String by = String.join(", ", ReportText.layers(cell.judgedBy()));
    out.append(by.isEmpty() ? "" : ", by " + by).append("\">").append(cell.mark().sign());
    if (cell.note() > 0) {
      out.append("<sup><a href=\"#note").append(cell.note()).append("\">");
      out.append(cell.note()).append("</a></sup>");
    }
    out.append("</td>");
  }

  private static String style(Mark mark) {
    return mark.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words(Mark mark) {
    return switch (mark) {
      case PASSED -> "kept";
      case FAILED -> "broken";
      case SKIPPED -> "not declared or not to be had here";
      case NOT_JUDGED -> "not judged";
    };
  }

  private static void notes(StringBuilder out, List<Note> notes) {
    if (notes.isEmpty()) {
      return;
    }
    out.append("<h2>notes</h2>\n<ol class=\"notes\">");
    int number = 1;
    for (Note note : notes) {
      out.append("<li id=\"note").append(number++).append("\"><b>").append(escape(note.where()));
      out.append("</b>: ").append(escape(note.reason())).append("</li>\n");
    }
    out.append("</ol>\n");
  }

  private static void failure(StringBuilder out, Judged judged, Failure failure) {
    out.append("<section class=\"failure\"><h2>").append(escape(judged.strategy()));
    out.append(" breaks <a href=\"#").append(failure.rule()).append("\">").append(failure.rule());
    out.append("</a> (").append(escape(failure.kind())).append(")</h2>\n<blockquote>");
    out.append(escape(failure.sentence())).append("</blockquote>\n<p class=\"note\">");
    out.append(
        escape(
            failure.layer()
                + ", "
                + failure.check()
                + ", seed "
                + failure.seed()
                + "; "
                + ReportText.times(failure)
                + ReportText.alike(failure)));
    out.append("</p>\n<h4>seen</h4>\n<pre>").append(escape(failure.seen())).append("</pre>\n");
    if (!failure.interleaving().isEmpty()) {
      out.append("<h4>the interleaving, a column for each thread</h4>\n<pre>");
      out.append(escape(failure.interleaving())).append("</pre>\n");
    }
    out.append("<h4>exactly this again</h4>\n<pre>").append(escape(failure.again()));
    out.append("</pre></section>\n");
  }

  private static void run(StringBuilder out, Judged judged) {
    out.append("<details><summary>").append(escape(judged.strategy())).append("</summary>\n<ul>");
    item(out, judged.words());
    item(out, "declares " + String.join(", ", judged.declares()));
    if (!judged.lacks().isEmpty()) {
      item(out, ReportText.lacks(judged));
    }
    item(out, "time: " + ReportText.spent(judged));
    judged.stress().forEach((check, told) -> item(out, "stress, " + check + ": " + told));
    judged
        .skips()
        .forEach((why, checks) -> item(out, "skipped, " + why + ": " + String.join("; ", checks)));
    judged
        .unjudged()
        .forEach((check, why) -> item(out, "not judged, " + check + ": " + why.strip()));
    out.append("</ul>\n");
    if (judged.explored() != null) {
      explored(out, judged.explored());
    }
    out.append("</details>\n");
  }

  private static void explored(StringBuilder out, CampaignSummary explored) {
    out.append("<p>").append(escape(ReportText.explored(explored))).append("</p>\n");
    out.append("<div class=\"scroll\"><table><thead><tr><th>programs</th><th>preemptions</th>");
    out.append("<th>stale reads</th><th>exhausted</th><th>in part</th><th>of</th>");
    out.append("<th>schedules</th></tr></thead><tbody>\n");
    for (CampaignSummary.Round round : explored.rounds()) {
      row(
          out,
          round.programs(),
          round.preemptions(),
          round.staleReads(),
          round.exhausted(),
          round.inPart(),
          round.count(),
          round.schedules());
    }
    out.append("</tbody></table></div>\n<p>").append(escape(ReportText.instrumented(explored)));
    out.append("</p>\n<div class=\"scroll\"><table><thead><tr><th>class</th><th>accesses</th>");
    out.append("<th>of constants</th><th>calls</th><th>refused where reached</th></tr></thead>");
    out.append("<tbody>\n");
    for (CampaignSummary.Instrumented type : explored.classes()) {
      row(
          out,
          type.name(),
          type.accesses(),
          type.constants(),
          type.calls(),
          String.join("; ", type.unmodelled()));
    }
    out.append("</tbody></table></div>\n");
    list(out, "environment", explored.warnings().stream().map(w -> "warning: " + w).toList());
  }

  private static void row(StringBuilder out, Object... cells) {
    out.append("<tr>");
    for (Object cell : cells) {
      out.append("<td>").append(escape(cell.toString())).append("</td>");
    }
    out.append("</tr>\n");
  }

  private static void list(StringBuilder out, String style, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    out.append("<ul class=\"").append(style).append("\">");
    lines.forEach(line -> item(out, line));
    out.append("</ul>\n");
  }

  private static void item(StringBuilder out, String text) {
    out.append("<li>").append(escape(text)).append("</li>");
  }

  private static String escape(String text) {
    return ForeignText.html(text);
  }

  private static String resource(Class<?> beside, String name) {
    try {
      return Resources.toString(Resources.getResource(beside, name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
