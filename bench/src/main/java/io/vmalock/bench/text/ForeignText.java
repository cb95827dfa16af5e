package io.vmalock.bench.text;

import com.google.common.base.CharMatcher;
import com.google.common.escape.Escaper;
import com.google.common.escape.Escapers;
import com.google.common.html.HtmlEscapers;

/**
 * Makes text that came from a file or from a strategy harmless: it cannot command a terminal, and
 * cannot be taken for markup or for a formula.
 */
public final class ForeignText {
  /** Controls, marks that turn the direction of writing, and invisible characters. */
  private static final CharMatcher UNSEEN =
      CharMatcher.javaIsoControl()
          .or(CharMatcher.inRange('\u200b', '\u200f'))
          .or(CharMatcher.inRange('\u2028', '\u202e'))
          .or(CharMatcher.inRange('\u2060', '\u206f'))
          .or(CharMatcher.is('\u061c'))
          .or(CharMatcher.is('\ufeff'))
          .precomputed();

  private static final CharMatcher UNSEEN_BUT_LINES =
      UNSEEN.and(CharMatcher.isNot('\n')).precomputed();

  /** A spreadsheet takes a cell that begins so for a formula. */
  private static final CharMatcher FORMULA = CharMatcher.anyOf("=+-@");

  private static final Escaper MARKDOWN = markdown();

  private ForeignText() {}

  /** Returns one line that a terminal shows as it is, with invisible characters written out. */
  public static String line(String text) {
    return written(text, UNSEEN);
  }

  /** Returns lines that a terminal shows as they are. */
  public static String lines(String text) {
    return written(text.replace("\r\n", "\n"), UNSEEN_BUT_LINES);
  }

  /** Returns HTML that shows as this text, inside an element or an attribute. */
  public static String html(String text) {
    return HtmlEscapers.htmlEscaper().escape(lines(text));
  }

  /** Returns Markdown that shows as this text, inside a line or a cell of a table. */
  public static String markdown(String text) {
    return MARKDOWN.escape(line(text));
  }

  /** Returns a cell of a CSV file that a spreadsheet shows as this text. */
  public static String csv(String text) {
    String plain = line(text);
    String cell =
        !plain.isEmpty() && FORMULA.matches(plain.charAt(0)) && !isNumber(plain)
            ? "'" + plain
            : plain;
    return CharMatcher.anyOf("\",").matchesNoneOf(cell)
        ? cell
        : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?[0-9.]+(E-?[0-9]+)?");
  }

  private static String written(String text, CharMatcher unseen) {
    if (unseen.matchesNoneOf(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (unseen.matches(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static Escaper markdown() {
    Escapers.Builder builder = Escapers.builder();
    for (char c : "\\`*_[]#|~".toCharArray()) {
      builder.addEscape(c, "\\" + c);
    }
    return builder.addEscape('<', "&lt;").addEscape('>', "&gt;").addEscape('&', "&amp;").build();
  }
}
