package io.vmalock.bench.report;

import io.vmalock.bench.report.ReportTable.Value;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.TextTable;
import io.vmalock.bench.text.ForeignText;
import java.util.ArrayList;
import java.util.List;

/** A report for the terminal. */
public final class TextReport {
  private static final String INDENT = "  ";

  private TextReport() {}

  /**
   * The report.
   *
   * @param width the columns of the terminal: text is wrapped, and wider tables are cut into
   *     several
   */
  public static String of(ComparisonTable compared, int width) {
    List<String> out = new ArrayList<>();
    for (ReportTable table : Tables.of(compared)) {
      out.add(table.title());
      if (!table.note().isEmpty()) {
        out.addAll(Paragraph.lines("  " + table.note(), width));
      }
      text(table).lines(width - INDENT.length()).forEach(line -> out.add(INDENT + line));
      out.add("");
    }
    section(out, "the same code under two names", Noise.of(compared), width);
    section(out, "which one for me", Advice.of(compared), width);
    Remarks.legend(compared).forEach(line -> out.addAll(Paragraph.lines(line, width)));
    for (Results run : compared.runs()) {
      Remarks.environment(run.environment())
          .forEach(line -> out.addAll(Paragraph.lines("  " + line, width)));
      Remarks.warnings(run).forEach(line -> out.addAll(Paragraph.lines("warning: " + line, width)));
    }
    StringBuilder text = new StringBuilder();
    out.forEach(line -> text.append(ForeignText.line(line).stripTrailing()).append('\n'));
    return text.toString();
  }

  private static void section(List<String> out, String title, List<String> lines, int width) {
    if (!lines.isEmpty()) {
      out.add(title);
      lines.forEach(line -> out.addAll(Paragraph.lines("  " + line, width)));
      out.add("");
    }
  }

  private static TextTable text(ReportTable table) {
    TextTable text = new TextTable(cells(table.columns()));
    table.rows().forEach(row -> text.row(cells(row.stream().map(TextReport::text).toList())));
    return text;
  }

  private static String[] cells(List<String> cells) {
    return cells.stream().map(ForeignText::line).toArray(String[]::new);
  }

  private static String text(Value value) {
    return value.best() ? value.text() + " *" : value.text();
  }
}
