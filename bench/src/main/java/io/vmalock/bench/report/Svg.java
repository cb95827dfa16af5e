package io.vmalock.bench.report;

import java.util.Locale;

/** Writes the few kinds of SVG elements that the charts consist of. */
public final class Svg {
  private final StringBuilder out = new StringBuilder();
  private final double width;
  private final double height;
  private final String title;

  /** An empty drawing. */
  public Svg(double width, double height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  /** A rectangle with a text that appears under the pointer. */
  void rect(double x, double y, double width, double height, String style, String hint) {
    out.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s><title>%s</title></rect>",
            x, y, Math.max(0, width), height, style, HtmlReport.escape(hint)));
  }

  /** A straight line. */
  public void line(double x1, double y1, double x2, double y2, String style) {
    out.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>", x1, y1, x2, y2, style));
  }

  /** A dot with a text that appears under the pointer. */
  public void circle(double x, double y, double radius, String style, String hint) {
    out.append(
        format(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s><title>%s</title></circle>",
            x, y, radius, style, HtmlReport.escape(hint)));
  }

  /**
   * A text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  public void text(double x, double y, String anchor, String text) {
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x, y, anchor, HtmlReport.escape(text)));
  }

  @Override
  public String toString() {
    return format(
            "<svg viewBox=\"0 0 %.0f %.0f\" style=\"max-width:%.0fpx\" role=\"img\" aria-label=\"%s\">",
            width, height, width, HtmlReport.escape(title))
        + out
        + "</svg>\n";
  }

  /** The class attribute of the n-th series' color. */
  public static String series(int n) {
    return "class=\"s" + n % 10 + "\"";
  }

  private static String format(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
