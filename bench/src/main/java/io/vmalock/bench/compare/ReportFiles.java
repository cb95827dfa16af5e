package io.vmalock.bench.compare;

import io.vmalock.bench.report.Board;
import io.vmalock.bench.report.CsvReport;
import io.vmalock.bench.report.HtmlReport;
import io.vmalock.bench.report.MarkdownReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a report, beside each other in a directory. */
final class ReportFiles {
  static final String RESULT = "result.json";
  private static final String HTML = "report.html";
  private static final String MARKDOWN = "report.md";
  private static final String CSV = "report.csv";

  private ReportFiles() {}

  static void write(Path directory, Board board) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(HTML), HtmlReport.of(board));
    Files.writeString(directory.resolve(MARKDOWN), MarkdownReport.of(board));
    Files.writeString(directory.resolve(CSV), CsvReport.of(board));
  }

  /** Where they are, in words. */
  static String where(Path directory) {
    return directory.resolve(HTML) + " (the page), " + MARKDOWN + ", " + CSV;
  }
}
