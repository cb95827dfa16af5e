package io.vmalock.bench.report;

import java.util.List;

/**
 * A table, for any kind of output.
 *
 * @param title its heading
 * @param note what to know before reading it; may be empty
 * @param columns the heads of the columns
 * @param rows the cells
 */
record ReportTable(String title, String note, List<String> columns, List<List<Value>> rows) {
  /**
   * A cell.
   *
   * @param text what it says
   * @param order what to sort by; NaN to sort by the text
   * @param best whether to mark it
   * @param hint more to say where there is room
   */
  record Value(String text, double order, boolean best, String hint) {
    static Value of(String text) {
      return new Value(text, Double.NaN, false, "");
    }
  }
}
