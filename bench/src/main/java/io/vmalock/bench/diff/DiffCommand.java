package io.vmalock.bench.diff;

import com.google.common.collect.ImmutableList;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.bench.terminal.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which rows got faster or slower from one run to the next: a gate for changes. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    header = "Say what got faster or slower from one run to another, beyond noise.",
    description = {
      "",
      "A gate for changes: it does not pass runs that cannot be compared. An obstacle to a"
          + " comparison of two runs, or of rows of them, is reported, and ends with an exit status"
          + " of its own unless --allow names it.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  vmalock diff old/result.json new/result.json --fail-over 10%%",
      "",
      "Exit status (the first that applies):",
      "  0  nothing in the way, and no row slower by more than --fail-over",
      "  1  a row got slower by more than --fail-over",
      "  2  wrong options or files",
      "  3  rows-gone: rows of the earlier run are missing from the later one, or",
      "     failed there",
      "  4  other-machine: processor, cores, memory or operating system differ",
      "  5  other-jvm: the JVMs differ",
      "  6  other-options: JVM options or profile differ",
      "  7  too-few-forks: rows with fewer than 4 forks, or not warm, which show no",
      "     difference"
    })
public final class DiffCommand implements Callable<Integer> {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%?");

  /** The most changes of each kind that are shown; further ones are only counted. */
  private static final int MOST_SHOWN = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OLD.json", description = "The earlier result file.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW.json", description = "The later result file.")
  private Path after = Path.of("");

  @Option(
      names = "--fail-over",
      paramLabel = "PERCENT",
      description = "Exit with 1 where a row got slower by more than this, beyond noise.")
  private @Nullable String failOver;

  @Option(
      names = "--allow",
      split = ",",
      paramLabel = "WHAT",
      description =
          "Pass although: rows-gone, other-machine, other-jvm, other-options, too-few-forks.")
  private List<String> allow = new ArrayList<>();

  /** For picocli, which fills in the options from the command line. */
  public DiffCommand() {}

  @Override
  public Integer call() throws CannotRead {
    double share = share();
    Set<Obstacle> allowed = allowed();
    Diff diff = Diff.of(ResultFile.read(before), ResultFile.read(after));
    PrintWriter out = spec.commandLine().getOut();
    int width = Terminal.width();
    changes(diff, width).forEach(out::println);
    long slower = diff.changes().stream().filter(change -> change.regression(share)).count();
    int status = slower > 0 ? ExitCode.FAILED : ExitCode.OK;
    if (slower > 0) {
      out.println(rows(slower) + " got slower by more than " + failOver);
    }
    for (Obstacle obstacle : Obstacle.values()) {
      List<String> details = diff.obstacles().getOrDefault(obstacle, List.of());
      if (!details.isEmpty()) {
        boolean passes = allowed.contains(obstacle);
        out.println();
        out.println(
            obstacle.meaning()
                + (passes
                    ? " (allowed)"
                    : ": exit " + obstacle.exitCode() + " (--allow " + obstacle.label() + ")"));
        details.stream()
            .limit(MOST_SHOWN)
            .flatMap(detail -> Paragraph.lines("  " + detail, width).stream())
            .forEach(out::println);
        if (details.size() > MOST_SHOWN) {
          out.println("  and " + (details.size() - MOST_SHOWN) + " more");
        }
        if (!passes && status == ExitCode.OK) {
          status = obstacle.exitCode();
        }
      }
    }
    out.flush();
    return status;
  }

  /** Returns a line for each significant change, and the number of rows without one. */
  private static List<String> changes(Diff diff, int width) {
    TextTable table =
        new TextTable("row, column", "", "before", "after", "speed", "95 % interval").left(1);
    long significant = diff.changes().stream().filter(Diff.Change::significant).count();
    for (Diff.Change change : diff.changes()) {
      if (change.significant()) {
        table.row(
            change.label(),
            change.speed().value() > 1 ? "faster" : "SLOWER",
            Numbers.time(change.before()),
            Numbers.time(change.after()),
            Numbers.digits(change.speed().value()) + "x",
            Numbers.digits(change.speed().low()) + " to " + Numbers.digits(change.speed().high()));
      }
    }
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    if (significant > 0) {
      lines.addAll(table.lines(width));
    }
    lines.add(
        rows(diff.changes().size())
            + " compared: "
            + significant
            + " differ significantly, "
            + (diff.changes().size() - significant)
            + " do not");
    if (diff.added() > 0) {
      lines.add(rows(diff.added()) + " only in the later run");
    }
    return lines.build();
  }

  private static String rows(long n) {
    return n + (n == 1 ? " row" : " rows");
  }

  private Set<Obstacle> allowed() {
    List<String> names = Arrays.stream(Obstacle.values()).map(Obstacle::label).toList();
    Set<Obstacle> allowed = EnumSet.noneOf(Obstacle.class);
    for (String name : allow) {
      Check.known(spec, "--allow", name, names);
      allowed.add(Obstacle.values()[names.indexOf(name)]);
    }
    return allowed;
  }

  private double share() {
    String text = failOver;
    if (text == null) {
      return Double.MAX_VALUE;
    }
    Matcher matcher = PERCENT.matcher(text.strip());
    if (!matcher.matches()) {
      throw Check.wrong(
          spec, "--fail-over is \"" + text + "\": a percentage is needed, such as 10%");
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }
}
