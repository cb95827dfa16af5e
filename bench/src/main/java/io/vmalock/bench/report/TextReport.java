package io.vmalock.bench.report;

import io.vmalock.bench.report.ReportTable.Value;
import io.vmalock.bench.result.Results;
import java.util.ArrayList;
import java.util.List;

/** A report for the terminal. */
public final class TextReport {
  private static final String GAP = "   ";

  private TextReport() {}

  /**
   * The report.
   *
   * @param width the columns of the terminal: wider tables are cut into several
   */
  public static String of(ComparisonTable compared, int width) {
    StringBuilder out = new StringBuilder();
    for (ReportTable table : Tables.of(compared)) {
      out.append(table.title()).append('\n');
      if (!table.note().isEmpty()) {
        out.append("  ").append(table.note()).append('\n');
      }
      int[] widths = widths(table);
      int from = 1;
      while (from < widths.length) {
        int to = from;
        int used = 2 + widths[0];
        while (to < widths.length && (to == from || used + GAP.length() + widths[to] <= width)) {
          used += GAP.length() + widths[to];
          to++;
        }
        part(out, table, widths, from, to);
        from = to;
      }
      out.append('\n');
    }
    List<String> noise = Noise.of(compared);
    if (!noise.isEmpty()) {
      out.append("the same code under two names\n");
      noise.forEach(line -> wrap(out, "  " + line, width));
      out.append('\n');
    }
    List<String> advice = Advice.of(compared);
    if (!advice.isEmpty()) {
      out.append("which one for me\n");
      advice.forEach(line -> wrap(out, "  " + line, width));
      out.append('\n');
    }
    wrap(out, Remarks.legend(compared), width);
    for (Results run : compared.runs()) {
      Remarks.environment(run.environment()).forEach(l -> out.append("  ").append(l).append('\n'));
      Remarks.warnings(run).forEach(l -> out.append("warning: ").append(l).append('\n'));
    }
    return out.toString();
  }

  /** A paragraph; where its first line is indented, the others are more so. */
  private static void wrap(StringBuilder out, String text, int width) {
    String indent = text.startsWith(" ") ? "  " : "";
    out.append(indent);
    int used = indent.length();
    boolean first = true;
    for (String word : text.strip().split(" ")) {
      if (!first && used + 1 + word.length() > width) {
        out.append('\n').append(indent).append(indent);
        used = 2 * indent.length();
        first = true;
      }
      if (!first) {
        out.append(' ');
        used++;
      }
      out.append(word);
      used += word.length();
      first = false;
    }
    out.append('\n');
  }

  private static void part(StringBuilder out, ReportTable table, int[] widths, int from, int to) {
    List<String> head = new ArrayList<>(table.columns());
    line(out, head, widths, from, to);
    for (List<Value> row : table.rows()) {
      line(out, row.stream().map(TextReport::text).toList(), widths, from, to);
    }
  }

  private static void line(StringBuilder out, List<String> cells, int[] widths, int from, int to) {
    StringBuilder line = new StringBuilder("  ");
    line.append(cells.get(0)).append(" ".repeat(widths[0] - cells.get(0).length()));
    for (int i = from; i < to; i++) {
      line.append(GAP).append(" ".repeat(widths[i] - cells.get(i).length())).append(cells.get(i));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String text(Value value) {
    return value.best() ? value.text() + " *" : value.text();
  }

  private static int[] widths(ReportTable table) {
    int[] widths = table.columns().stream().mapToInt(String::length).toArray();
    for (List<Value> row : table.rows()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], text(row.get(i)).length());
      }
    }
    return widths;
  }
}
