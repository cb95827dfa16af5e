package io.vmalock.bench.report;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec = CommandSpec.create();

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
  public Integer call() throws IOException {
    List<Results> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(chosen(ResultFile.read(file)));
    }
    ComparisonTable table = ComparisonTable.of(runs, baseline);
    PrintWriter console = spec.commandLine().getOut();
    console.print(TextReport.of(table, WIDTH));
    if (markdown != null) {
      OutputFile.write(markdown, MarkdownReport.of(table));
    }
    if (out != null) {
      ReportFiles.write(out, table);
      console.println("\nwritten to " + ReportFiles.where(out));
    }
    console.flush();
    return ExitCode.OK;
  }

  private Results chosen(Results all) {
    if (scenarios.isEmpty()) {
      return all;
    }
    List<Measurement> measurements =
        all.measurements().stream()
            .filter(measurement -> scenarios.contains(measurement.scenario()))
            .toList();
    return new Results(all.environment(), measurements, all.footprints());
  }
}
