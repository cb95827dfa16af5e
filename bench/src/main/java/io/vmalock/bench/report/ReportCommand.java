package io.vmalock.bench.report;

import com.google.common.collect.ImmutableSet;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes reports of earlier runs, with several runs side by side. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    header = "Make the report of earlier runs again, several side by side.",
    description = {
      "",
      "Several runs stand side by side in one report, each with ratios to its own baseline: other"
          + " machines, other JVMs.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock report jdk17/result.json jdk25/result.json --out both",
      "  vmalock report night/result.json --scenario pair,pair-hot --out pairs.md",
      "",
      "Exit status: 0 all well, 2 wrong options or files, 74 output could not be written."
    })
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "Files of vmalock compare.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "The column that ratios are relative to (default: the first strategy).")
  private @Nullable String baseline;

  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "These scenarios only.")
  private Set<String> scenarios = new LinkedHashSet<>();

  /** For picocli, which fills in the options from the command line. */
  public ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    Map<String, Path> written = out.files(ReportFiles.NAME, ReportFiles.FORMS);
    List<Results> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(ResultFile.read(file));
    }
    Set<String> columns = names(runs, Measurement::column);
    Check.known(spec, "--baseline", baseline, columns);
    for (String scenario : scenarios) {
      Check.known(spec, "--scenario", scenario, names(runs, Measurement::scenario));
    }
    runs.replaceAll(this::chosen);
    ComparisonTable table = ComparisonTable.of(runs, baseline);
    PrintWriter console = spec.commandLine().getOut();
    console.print(TextReport.of(table, Terminal.width()));
    ReportFiles.write(written, table);
    written.values().forEach(file -> console.println("written: " + file));
    console.flush();
    return ExitCode.OK;
  }

  private static Set<String> names(List<Results> runs, Function<Measurement, String> name) {
    return runs.stream()
        .flatMap(run -> run.measurements().stream())
        .map(name)
        .collect(ImmutableSet.toImmutableSet());
  }

  private Results chosen(Results all) {
    if (scenarios.isEmpty()) {
      return all;
    }
    List<Measurement> measurements =
        all.measurements().stream().filter(each -> scenarios.contains(each.scenario())).toList();
    return new Results(all.environment(), measurements, all.footprints(), all.leftOut());
  }
}
