package io.vmalock.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.Resources;
import io.vmalock.bench.report.ComparisonTable.Row;
import io.vmalock.bench.report.ReportTable.Value;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.text.ForeignText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A report as one self-contained page, without network or other files. */
public final class HtmlReport {
  /** The meaning of the heat map's colors. */
  private static final String KEYS =
      "<p class=\"note keys\"><span class=\"key faster\"></span> faster than the baseline"
          + " <span class=\"key slower\"></span> slower, the stronger the color the more"
          + " <span class=\"key same\"></span> = the baseline, ≈ no significant difference, or not"
          + " compared <span class=\"key failed\"></span> failed"
          + " <span class=\"key none\"></span> not measured</p>\n";

  private HtmlReport() {}

  /** The page. */
  public static String of(ComparisonTable compared) {
    StringBuilder out = new StringBuilder();
    for (Results run : compared.runs()) {
      out.append("<ul class=\"environment\">");
      Remarks.environment(run.environment()).forEach(line -> item(out, line));
      out.append("</ul>\n");
      Remarks.warnings(run)
          .forEach(
              line ->
                  out.append("<p class=\"warning\">Warning: ")
                      .append(escape(line))
                      .append("</p>\n"));
    }
    Remarks.legend(compared)
        .forEach(line -> out.append("<p class=\"note\">").append(escape(line)).append("</p>\n"));
    if (!compared.rows().isEmpty()) {
      section(out, "heat map", "Speed relative to " + compared.baseline() + ".");
      scrolling(out, Charts.heatMap(compared));
      out.append(KEYS);
    }
    Tables.of(compared).forEach(table -> table(out, table));
    list(out, "which one for me", Advice.of(compared));
    list(out, "the same code under two names", Noise.of(compared));
    charts(out, compared);
    return page("vmalock: strategies side by side", out.toString());
  }

  /**
   * Returns a self-contained page.
   *
   * @param title its title, as text
   * @param body the content below the title, as HTML
   */
  public static String page(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + resource("report.css")
        + "</style></head><body>\n<h1>"
        + escape(title)
        + "</h1>\n"
        + body
        + "<script>\n"
        + resource("report.js")
        + "</script>\n</body></html>\n";
  }

  private static void charts(StringBuilder out, ComparisonTable compared) {
    Map<String, List<Row>> scenarios = new LinkedHashMap<>();
    for (Row line : compared.rows()) {
      scenarios.computeIfAbsent(line.first().scenario(), name -> new ArrayList<>()).add(line);
    }
    section(out, "charts", "Bars: the median of the forks, from the fastest to the slowest.");
    scenarios.forEach(
        (name, lines) -> {
          out.append("<details><summary>")
              .append(escape(name))
              .append("</summary>\n<p class=\"note\">")
              .append(escape(lines.get(0).first().meaning()))
              .append("</p>\n");
          for (Row line : lines) {
            if (lines.size() > 1) {
              out.append("<h4>").append(escape(line.label())).append("</h4>\n");
            }
            out.append(Charts.bars(compared, line));
            for (String latency : latencies(line)) {
              out.append("<h4>latency: ").append(escape(latency)).append("</h4>\n");
              out.append(Charts.percentiles(compared, line, latency));
            }
          }
          if (lines.size() > 1) {
            out.append("<h4>over threads</h4>\n").append(Charts.overThreads(compared, lines));
          }
          out.append("</details>\n");
        });
  }

  private static Set<String> latencies(Row line) {
    Set<String> names = new TreeSet<>();
    line.cells().values().stream()
        .filter(cell -> !cell.measurement().control())
        .forEach(e -> e.measurement().forks().forEach(f -> names.addAll(f.latencies().keySet())));
    return names;
  }

  private static void table(StringBuilder out, ReportTable table) {
    section(out, table.title(), table.note());
    StringBuilder html = new StringBuilder("<table><thead><tr>");
    for (String column : table.columns()) {
      html.append("<th tabindex=\"0\">").append(escape(column)).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (List<Value> row : table.rows()) {
      html.append("<tr>");
      for (Value value : row) {
        html.append("<td");
        if (Double.isFinite(value.order())) {
          html.append(" data-order=\"").append(value.order()).append('"');
        }
        if (value.best()) {
          html.append(" class=\"best\"");
        }
        html.append('>').append(escape(value.text()));
        if (!value.hint().isEmpty()) {
          html.append("<small>").append(escape(value.hint())).append("</small>");
        }
        html.append("</td>");
      }
      html.append("</tr>\n");
    }
    scrolling(out, html.append("</tbody></table>\n").toString());
  }

  private static void section(StringBuilder out, String title, String note) {
    out.append("<h2>").append(escape(title)).append("</h2>\n");
    if (!note.isEmpty()) {
      out.append("<p class=\"note\">").append(escape(note)).append("</p>\n");
    }
  }

  private static void list(StringBuilder out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      section(out, title, "");
      out.append("<ul>");
      lines.forEach(line -> item(out, line));
      out.append("</ul>\n");
    }
  }

  private static void scrolling(StringBuilder out, String html) {
    out.append("<div class=\"scroll\">").append(html).append("</div>\n");
  }

  private static void item(StringBuilder out, String text) {
    out.append("<li>").append(escape(text)).append("</li>");
  }

  /** Escapes text for the inside of an element or an attribute. */
  public static String escape(String text) {
    return ForeignText.html(text);
  }

  private static String resource(String name) {
    try {
      return Resources.toString(Resources.getResource(HtmlReport.class, name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
