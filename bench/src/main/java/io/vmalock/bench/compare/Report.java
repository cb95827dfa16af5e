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

/** Shows what has been measured so far, and writes the files that keep it. */
record Report(
    ResultsSoFar measured, RunDirectory directory, @Nullable String baseline, PrintWriter console) {
  /** Shows and writes; nothing where nothing has been measured. */
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

  /** Does the same after Ctrl-C, when nobody is there any more to be told of an exception. */
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
