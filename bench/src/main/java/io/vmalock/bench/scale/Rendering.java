package io.vmalock.bench.scale;

import io.vmalock.bench.report.HtmlReport;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/** The report as text, as Markdown and as a page. */
final class Rendering {
  private static final String TITLE = "vmalock: strategies on more cores, modelled";

  private Rendering() {}

  static String text(List<Part> parts, int width) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      out.append(part.title()).append('\n');
      part.notes().forEach(note -> Paragraph.lines(note, width).forEach(l -> line(out, l)));
      if (!part.heads().isEmpty()) {
        TextTable table = new TextTable(part.heads().toArray(String[]::new));
        if (part.chart().isEmpty()) {
          for (int i = 0; i < part.heads().size(); i++) {
            table.left(i);
          }
        }
        part.rows().forEach(table::row);
        out.append('\n');
        table.lines(width).forEach(l -> line(out, l));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String line) {
    out.append(line).append('\n');
  }

  static String markdown(List<Part> parts) {
    StringBuilder out = new StringBuilder("# " + TITLE + "\n");
    for (Part part : parts) {
      out.append("\n## ").append(part.title()).append('\n');
      part.notes().forEach(note -> out.append('\n').append(note).append('\n'));
      if (!part.heads().isEmpty()) {
        String align = part.chart().isEmpty() ? "---|" : "---:|";
        out.append("\n| ").append(String.join(" | ", part.heads())).append(" |\n|---|");
        out.append(align.repeat(part.heads().size() - 1)).append('\n');
        for (List<String> row : part.rows()) {
          out.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
      }
    }
    return out.toString();
  }

  static String html(List<Part> parts) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      out.append("<h2>").append(HtmlReport.escape(part.title())).append("</h2>\n");
      part.notes()
          .forEach(
              note ->
                  out.append("<p class=\"note\">")
                      .append(HtmlReport.escape(note))
                      .append("</p>\n"));
      if (!part.chart().isEmpty()) {
        out.append("<div class=\"scroll\">").append(part.chart()).append("</div>\n");
      }
      if (!part.heads().isEmpty()) {
        out.append("<div class=\"scroll\"><table><thead>")
            .append(row("th", part.heads()))
            .append("</thead><tbody>\n");
        part.rows().forEach(cells -> out.append(row("td", cells)).append('\n'));
        out.append("</tbody></table></div>\n");
      }
    }
    return HtmlReport.page(TITLE, out.toString());
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + HtmlReport.escape(cell) + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }
}
