package io.vmalock.bench.compare;

import io.vmalock.bench.report.Board;
import io.vmalock.bench.report.MarkdownReport;
import io.vmalock.bench.report.ResultFile;
import io.vmalock.bench.report.Results;
import io.vmalock.bench.report.Row;
import io.vmalock.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the reports of earlier runs again, several side by side. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Makes reports of result files again; several stand side by side in one report,",
      "each with ratios to its own baseline: other machines, other JVMs."
    },
    footer = {"", "Example:", "  vmalock report jdk17/result.json jdk25/result.json --out both"})
public final class ReportCommand implements Callable<Integer> {
  private static final int WIDTH = 120;

  @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "files of vmalock compare")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "what ratios are relative to (default: the first strategy)")
  private @Nullable String baseline;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the files go (default: none are written)")
  private @Nullable Path out;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "these scenarios only")
  private Set<String> scenarios = Set.of();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "write the Markdown to this file")
  private @Nullable Path markdown;

  /** Options are filled in from the command line. */
  public ReportCommand() {}

  @Override
  public Integer call() {
    try {
      List<Results> runs = new ArrayList<>();
      for (Path file : files) {
        runs.add(chosen(ResultFile.read(file)));
      }
      Board board = Board.of(runs, baseline);
      System.out.print(TextReport.of(board, WIDTH));
      if (markdown != null) {
        Files.writeString(markdown, MarkdownReport.of(board));
      }
      if (out != null) {
        ReportFiles.write(out, board);
        System.out.println("\nwritten to " + ReportFiles.where(out));
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      System.err.println("vmalock report: " + Failures.text(e));
      return CommandLine.ExitCode.USAGE;
    }
  }

  private Results chosen(Results all) {
    if (scenarios.isEmpty()) {
      return all;
    }
    List<Row> rows = all.rows().stream().filter(row -> scenarios.contains(row.scenario())).toList();
    return new Results(all.environment(), rows, all.footprints());
  }
}
