package io.vmalock.bench.diff;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what got faster or slower from one run to the next. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Says what got faster or slower, beyond noise, from one run to another.",
    footer = {
      "",
      "Example:",
      "  vmalock diff old/result.json new/result.json --fail-over 10%%",
      "",
      "Exit status: 0 fine, 1 slower by more than --fail-over, 2 bad usage."
    })
public final class DiffCommand implements Callable<Integer> {
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%?");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OLD.json", description = "the earlier result file")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW.json", description = "the later result file")
  private Path after = Path.of("");

  @Option(
      names = "--fail-over",
      paramLabel = "PERCENT",
      description = "exit with 1 where a row got slower by more than this, beyond noise")
  private @Nullable String failOver;

  /** Options are filled in from the command line. */
  public DiffCommand() {}

  @Override
  public Integer call() throws IOException {
    double share = share();
    PrintWriter out = spec.commandLine().getOut();
    List<Diff.Change> changes = Diff.of(ResultFile.read(before), ResultFile.read(after));
    out.print(Diff.text(changes));
    long regressions = changes.stream().filter(change -> change.regression(share)).count();
    if (regressions > 0) {
      out.println(regressions + " rows got slower by more than " + failOver);
    }
    out.flush();
    return regressions > 0 ? ExitCode.FAILED : ExitCode.OK;
  }

  private double share() {
    if (failOver == null) {
      return Double.MAX_VALUE;
    }
    Matcher matcher = PERCENT.matcher(failOver.strip());
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--fail-over: not a percentage: '" + failOver + "', such as 10%");
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }
}
