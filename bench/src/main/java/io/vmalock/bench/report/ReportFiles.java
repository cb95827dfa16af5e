package io.vmalock.bench.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.OutputFile;
import java.nio.file.Path;
import java.util.Map;

/** The files of a report, beside each other in a directory. */
public final class ReportFiles {
  /** The file of the results themselves. */
  public static final String RESULT = "result.json";

  /** The name of the files, without their form. */
  public static final String NAME = "report";

  /** The forms, in the order in which they are listed. */
  public static final ImmutableList<String> FORMS =
      ImmutableList.of(".html", ".md", ".csv", ".txt");

  private static final int TEXT_WIDTH = 120;

  private ReportFiles() {}

  /** Returns the files in a directory, by form. */
  public static Map<String, Path> in(Path directory) {
    ImmutableMap.Builder<String, Path> files = ImmutableMap.builder();
    FORMS.forEach(form -> files.put(form, directory.resolve(NAME + form)));
    return files.buildOrThrow();
  }

  /** Writes all of them into a directory. */
  public static void write(Path directory, ComparisonTable table) throws CannotWrite {
    write(in(directory), table);
  }

  /** Writes some of them. */
  public static void write(Map<String, Path> files, ComparisonTable table) throws CannotWrite {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      OutputFile.write(file.getValue(), text(file.getKey(), table));
    }
  }

  private static String text(String form, ComparisonTable table) {
    return switch (form) {
      case ".html" -> HtmlReport.of(table);
      case ".md" -> MarkdownReport.of(table);
      case ".csv" -> CsvReport.of(table);
      case ".txt" -> TextReport.of(table, TEXT_WIDTH);
      default -> throw new IllegalArgumentException("there is no form " + form);
    };
  }

  /** Returns their places, in words. */
  public static String where(Path directory) {
    return directory.resolve(NAME + FORMS.get(0))
        + " (the page), "
        + String.join(", ", FORMS.subList(1, FORMS.size()).stream().map(f -> NAME + f).toList());
  }
}
