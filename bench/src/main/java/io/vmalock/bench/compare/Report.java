package io.vmalock.bench.compare;

import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.report.ComparisonTable;
import io.vmalock.bench.report.ReportFiles;
import io.vmalock.bench.report.TextReport;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the measurements so far, and writes the files that keep them. */
record Report(
    ResultsSoFar measured, RunDirectory directory, @Nullable String baseline, PrintWriter console) {
  /** Shows and writes; does nothing without measurements. */
  void show() throws CannotWrite {
    if (measured.forks() == 0 && !measured.failed()) {
      return;
    }
    Results results = measured.results();
    ComparisonTable table = ComparisonTable.of(List.of(results), baseline);
    console.println();
    console.print(TextReport.of(table, Terminal.width()));
    console.flush();
    ResultFile.write(directory.result(), results);
    ReportFiles.write(directory.path(), table);
    console.println();
    console.println(
        "written to " + ReportFiles.where(directory.path()) + ", " + ReportFiles.RESULT);
    console.flush();
  }

  /** Shows and writes after Ctrl-C, when no caller is left to get an exception. */
  void interrupted() {
    if (measured.forks() > 0) {
      console.println();
      console.println("interrupted: --resume goes on with what was measured so far");
    }
    try {
      show();
    } catch (CannotWrite e) {
      console.println("vmalock: " + e.getMessage());
      console.flush();
    }
  }
}
