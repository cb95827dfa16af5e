package io.vmalock.bench.scale;

import java.util.List;

/**
 * A part of the report.
 *
 * @param title its heading
 * @param notes the paragraphs below it
 * @param heads the columns of its table; none if it has none
 * @param rows the rows
 * @param chart a drawing as SVG, or empty
 */
record Part(
    String title, List<String> notes, List<String> heads, List<List<String>> rows, String chart) {
  /** A part without a table. */
  static Part of(String title, List<String> notes) {
    return new Part(title, notes, List.of(), List.of(), "");
  }
}
