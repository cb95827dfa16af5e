package io.vmalock.bench.compare;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.machine.Machine;
import io.vmalock.bench.report.ComparisonTable;
import io.vmalock.bench.report.ReportFiles;
import io.vmalock.bench.report.TextReport;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures every strategy in the scenarios of a profile, and reports. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures every strategy that is found, side by side, and reports.",
      "",
      "Each strategy runs in JVMs of its own. The JVMs of one scenario take turns, so that what"
          + " slows the machine down for a while slows all of them down. Ctrl-C keeps what was"
          + " measured."
    },
    footer = {
      "",
      "Examples:",
      "  vmalock compare                               the scenarios that decide, about 4 minutes",
      "  vmalock compare --profile standard --out docs/standard",
      "  vmalock compare --scenario pair-hot --threads 1,2,4 --strategy refcnt,stamped",
      "  vmalock compare --resume                      goes on with the run in --out",
      "  vmalock compare --profile tiny --scenario all   everything once: does anything fail?",
      "  vmalock compare --twice refcnt --strategy refcnt   what is told apart is noise",
      "",
      "Exit status: 0 measured, 1 something failed, 2 bad usage, 130 interrupted."
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int DEFAULT_WIDTH = 120;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--profile",
      defaultValue = "quick",
      paramLabel = "NAME",
      description =
          "quick (about 4 minutes), standard (an hour), full (a night), or tiny (a check)")
  private String profileName = "quick";

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "these scenarios in place of the profile's, or all (see --list-scenarios)")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--strategy",
      split = ",",
      paramLabel = "NAME",
      description = "these strategies and controls in place of all")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "these thread counts, for scenarios that can have several")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "what ratios are relative to (default: the default strategy)")
  private @Nullable String baseline;

  @Option(
      names = "--twice",
      paramLabel = "NAME",
      description = "measure this one twice, under two names: what is told apart then is noise")
  private @Nullable String twice;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how many JVMs for each figure (default: the profile's)")
  private @Nullable Integer rounds;

  @Option(
      names = "--out",
      defaultValue = "vmalock-results",
      paramLabel = "DIR",
      description = "where the files go (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("vmalock-results");

  @Option(
      names = "--jvm-args",
      paramLabel = "ARGS",
      description = "options for the JVMs that are measured, split at blanks")
  private String jvmArgs = "";

  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description = "the JDK that is measured (default: the one this runs on)")
  private @Nullable Path javaHome;

  @Option(names = "--resume", description = "go on with the run in --out")
  private boolean resume;

  @Option(names = "--list-scenarios", description = "say what each scenario means, and end")
  private boolean listScenarios;

  /** Options are filled in from the command line. */
  public CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    Catalogue catalogue = Catalogue.find();
    PrintWriter console = spec.commandLine().getOut();
    if (listScenarios) {
      console.print(ScenarioList.of(catalogue));
      console.flush();
      return ExitCode.OK;
    }
    Profile profile = profile();
    requireKnown("--scenario", scenarios, scenarioNames(catalogue));
    requireKnown("--strategy", strategies, columnNames(catalogue));
    requireKnown(
        "--baseline", baseline == null ? List.of() : List.of(baseline), columnNames(catalogue));
    if (twice != null) {
      requireKnown("--twice", List.of(twice), columnNames(catalogue));
      catalogue.twice(twice);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    Plan plan =
        Plan.of(
            catalogue,
            profile,
            new LinkedHashSet<>(scenarios),
            new LinkedHashSet<>(strategies),
            threads,
            cores);
    if (rounds != null) {
      plan = new Plan(plan.rows(), rounds);
    }
    if (plan.rows().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to measure: no strategy takes part in these scenarios");
    }
    catalogue.problems().forEach(problem -> console.println("warning: " + problem));
    List<String> args = jvmArgs.isBlank() ? List.of() : List.of(jvmArgs.strip().split("\\s+"));
    return run(catalogue, profile, plan, args, cores, console);
  }

  private int run(
      Catalogue catalogue,
      Profile profile,
      Plan plan,
      List<String> args,
      int cores,
      PrintWriter console)
      throws IOException {
    Environment environment = environment(profile, args);
    ResultsSoFar measured = new ResultsSoFar(out.resolve(ReportFiles.RESULT), environment, plan);
    if (resume) {
      measured.resume(ResultFile.read(out.resolve(ReportFiles.RESULT)));
    } else if (Files.exists(out.resolve(ReportFiles.RESULT))) {
      console.println("replacing the results in " + out + " (--resume would go on with them)");
    }
    warnOfThreads(plan, cores, console);
    console.printf(
        "%s, %s, %s to come: %s%n",
        count(plan.rows().size(), "row"),
        count(plan.columns(), "column"),
        count(plan.forks(), "JVM"),
        about(Duration.ofMillis(plan.millis(profile, measured::has))));
    Interruption interruption = new Interruption(() -> report(measured, console, true));
    Runtime.getRuntime().addShutdownHook(interruption);
    weigh(catalogue, plan, args, measured, console, interruption);
    ForkRunner runner = new ForkRunner(profile, args, java());
    boolean failed = measure(plan, profile, runner, measured, interruption);
    if (!interruption.over()) {
      return ExitCode.FAILED; // the hook reports, and ends the JVM
    }
    report(measured, console, false);
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Runs all forks, round by round; the cells of a row next to each other, in turn first. */
  private boolean measure(
      Plan plan,
      Profile profile,
      ForkRunner runner,
      ResultsSoFar measured,
      Interruption interruption)
      throws IOException {
    boolean failed = false;
    double all = Math.max(1, plan.millis(profile, measured::has));
    double done = 0;
    try (Progress progress = Progress.onStandardError()) {
      Optional<Cell> sharer = plan.sharer();
      if (sharer.isPresent()) {
        progress.show("preparing", "", 0);
        runner.shareClasses(sharer.get());
      }
      for (int round = ForkRun.COUNTING; round < plan.rounds(); round++) {
        for (List<Cell> row : plan.rows(round)) {
          List<Cell> turn = new ArrayList<>(row);
          Collections.rotate(turn, -round);
          for (Cell cell : turn) {
            if (interruption.begun()) {
              return true;
            }
            if (measured.has(cell, round)) {
              continue;
            }
            progress.show(plan.round(round) + ", " + cell.row(), cell.column().name(), done / all);
            try {
              measured.add(cell, runner.run(cell, round));
            } catch (RunnerException | RuntimeException e) {
              // Ctrl-C goes to the fork too, which may end before this JVM has heard of it.
              if (interruption.beginsSoon()) {
                return true;
              }
              failed = true;
              measured.fail(cell, reason(e));
            }
            done += profile.forkMillis(cell.scenario());
          }
        }
      }
    }
    return failed;
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private static String about(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    return seconds < 100
        ? "about " + seconds + " seconds on a quiet machine"
        : "about " + Math.round(seconds / 60.0) + " minutes on a quiet machine";
  }

  private Environment environment(Profile profile, List<String> args) {
    Machine machine = Machine.with(javaHome);
    return new Environment(
        machine.cpu(),
        machine.cpus(),
        machine.memory(),
        machine.jvm(),
        machine.javaVersion(),
        String.join(" ", args),
        machine.os(),
        Machine.commit(),
        commandLine(),
        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        machine.load(),
        profile.name().toLowerCase(Locale.ROOT));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder reason = new StringBuilder("failed: ").append(cause);
    for (Throwable suppressed : cause.getSuppressed()) {
      reason.append("; ").append(suppressed); // JMH puts a benchmark's own failure here
    }
    return reason.toString();
  }

  private void weigh(
      Catalogue catalogue,
      Plan plan,
      List<String> args,
      ResultsSoFar measured,
      PrintWriter console,
      Interruption interruption) {
    Set<String> planned =
        plan.rows().stream()
            .flatMap(List::stream)
            .map(cell -> cell.column().name())
            .collect(Collectors.toSet());
    for (Column column : catalogue.columns()) {
      String strategy = column.strategy();
      if (interruption.begun()) {
        return;
      }
      if (strategy != null && !column.control() && planned.contains(column.name())) {
        try {
          measured.footprint(column.name(), FootprintFork.weigh(strategy, java(), args));
        } catch (IOException e) {
          console.println("warning: " + column.name() + " could not be weighed: " + e);
        }
      }
    }
  }

  private String java() {
    Path home = javaHome == null ? Path.of(System.getProperty("java.home")) : javaHome;
    return home.resolve("bin").resolve("java").toString();
  }

  private void report(ResultsSoFar measured, PrintWriter console, boolean interrupted) {
    if (measured.forks() == 0) {
      return;
    }
    try {
      ResultFile.write(out.resolve(ReportFiles.RESULT), measured.results());
      ComparisonTable table = ComparisonTable.of(List.of(measured.results()), baseline);
      ReportFiles.write(out, table);
      if (interrupted) {
        console.println("\ninterrupted: --resume goes on with what was measured so far\n");
      }
      console.println();
      console.print(TextReport.of(table, width()));
      console.println("\nwritten to " + ReportFiles.where(out) + ", " + ReportFiles.RESULT);
    } catch (IOException e) {
      console.println("error: the report could not be written: " + e);
    }
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? DEFAULT_WIDTH : Math.max(40, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }

  private static void warnOfThreads(Plan plan, int cores, PrintWriter console) {
    int most = plan.rows().stream().flatMap(List::stream).mapToInt(Cell::threads).max().orElse(1);
    if (most > cores) {
      console.println(
          "warning: " + most + " threads on " + cores + " cores measure the scheduler too");
    }
  }

  private Profile profile() {
    for (Profile profile : Profile.values()) {
      if (profile.name().equalsIgnoreCase(profileName)) {
        return profile;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "unknown profile '"
            + profileName
            + "': choose one of "
            + Arrays.stream(Profile.values())
                .map(profile -> profile.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  private void requireKnown(String option, List<String> asked, Set<String> known) {
    for (String name : asked) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            option + ": unknown name '" + name + "'; there are " + String.join(", ", known));
      }
    }
  }

  private static Set<String> scenarioNames(Catalogue catalogue) {
    return catalogue.scenarios().stream()
        .map(Scenario::name)
        .collect(Collectors.toCollection(() -> new TreeSet<>(Set.of(Plan.ALL))));
  }

  private static Set<String> columnNames(Catalogue catalogue) {
    return catalogue.columns().stream()
        .map(Column::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String commandLine() {
    return "vmalock " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }
}
