package io.vmalock.bench.report;

import java.util.List;

/**
 * A table, for any kind of output.
 *
 * @param title its heading
 * @param note a remark for its readers; may be empty
 * @param columns the heads of the columns
 * @param rows the cells
 */
record ReportTable(String title, String note, List<String> columns, List<List<Value>> rows) {
  /**
   * A cell.
   *
   * @param text its text
   * @param order the number to sort by; NaN to sort by the text
   * @param best whether to mark it
   * @param hint further text for output with room for it
   */
  record Value(String text, double order, boolean best, String hint) {
    static Value of(String text) {
      return new Value(text, Double.NaN, false, "");
    }
  }
}
