package io.vmalock.bench.report;

import io.vmalock.bench.file.OutputFile;
import java.io.IOException;
import java.nio.file.Path;

/** The files of a report, beside each other in a directory. */
public final class ReportFiles {
  public static final String RESULT = "result.json";
  private static final String HTML = "report.html";
  private static final String MARKDOWN = "report.md";
  private static final String CSV = "report.csv";

  private ReportFiles() {}

  public static void write(Path directory, ComparisonTable table) throws IOException {
    OutputFile.write(directory.resolve(HTML), HtmlReport.of(table));
    OutputFile.write(directory.resolve(MARKDOWN), MarkdownReport.of(table));
    OutputFile.write(directory.resolve(CSV), CsvReport.of(table));
  }

  /** Where they are, in words. */
  public static String where(Path directory) {
    return directory.resolve(HTML) + " (the page), " + MARKDOWN + ", " + CSV;
  }
}
