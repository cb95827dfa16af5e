package io.vmalock.bench.report;

import io.vmalock.bench.report.ReportTable.Value;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.text.ForeignText;
import java.util.List;
import java.util.stream.Collectors;

/** A report for a README. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The report. */
  public static String of(ComparisonTable compared) {
    StringBuilder out = new StringBuilder("# vmalock: strategies side by side\n\n");
    for (Results run : compared.runs()) {
      Remarks.environment(run.environment())
          .forEach(line -> out.append("- ").append(escape(line)).append('\n'));
      out.append('\n');
      Remarks.warnings(run)
          .forEach(line -> out.append("> **Warning:** ").append(escape(line)).append("\n\n"));
    }
    Remarks.legend(compared).forEach(line -> out.append(escape(line)).append("\n\n"));
    section(out, "the same code under two names", Noise.of(compared));
    section(out, "which one for me", Advice.of(compared));
    for (ReportTable table : Tables.of(compared)) {
      out.append("## ").append(table.title()).append("\n\n");
      if (!table.note().isEmpty()) {
        out.append(escape(table.note())).append("\n\n");
      }
      out.append(row(table.columns().stream().map(MarkdownReport::escape).toList()));
      out.append("|---|");
      out.append("---:|".repeat(table.columns().size() - 1)).append('\n');
      for (List<Value> row : table.rows()) {
        out.append(row(row.stream().map(MarkdownReport::text).toList()));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void section(StringBuilder out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.append("## ").append(title).append("\n\n");
      lines.forEach(line -> out.append("- ").append(escape(line)).append('\n'));
      out.append('\n');
    }
  }

  private static String text(Value value) {
    return value.best() ? "**" + escape(value.text()) + "**" : escape(value.text());
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String escape(String text) {
    return ForeignText.markdown(text);
  }
}
