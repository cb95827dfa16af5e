package io.vmalock.bench.compare;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.base.Throwables;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.cli.ShellWords;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.machine.JavaHome;
import io.vmalock.bench.machine.Machine;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.ForkRun;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Measures every strategy in the scenarios of a profile, and reports. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measure every strategy side by side, and report.",
    description = {
      "",
      "Each strategy runs in JVMs of its own. The JVMs of one scenario take turns, so that what"
          + " slows the machine down for a while slows all of them down. Ctrl-C keeps and shows what"
          + " was measured.",
      "",
      "Profiles: first shows a table of four scenarios after about a minute and better ones until"
          + " Ctrl-C; quick has the scenarios that decide (4 minutes), standard nearly all (an hour),"
          + " full all (a night); tiny runs everything once, without warm-up, and ranks nothing.",
      "",
      "The results go to a new directory in vmalock-results, or to --out. --resume goes on with the"
          + " run there, without --out with the latest one."
    },
    footer = {
      "",
      "Examples:",
      "  vmalock compare                               the scenarios that decide, about 4 minutes",
      "  vmalock compare --profile standard --out standard",
      "  vmalock compare --scenario pair-hot --threads 1,2,4 --strategy refcnt,stamped",
      "  vmalock compare --resume                      goes on with the latest run",
      "  vmalock compare --profile tiny --scenario all   everything once: does anything fail?",
      "  vmalock compare --twice refcnt --strategy refcnt   any difference is noise",
      "",
      "Exit status: 0 measured, 1 something failed, 2 bad usage, 74 results could not be written,"
          + " 130 interrupted."
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1000;
  private static final int MOST_ROUNDS = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--profile",
      defaultValue = "quick",
      paramLabel = "NAME",
      description = "First, quick, standard, full, or tiny (default: ${DEFAULT-VALUE}).")
  private String profileName = "quick";

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description =
          "These scenarios in place of the profile's, or families of them, such as mapped-files, or"
              + " all; a few rows are chosen only by their own names (see --list-scenarios).")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "These strategies and controls in place of all.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "These thread counts, for scenarios that can have several.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "The column that ratios are relative to (default: the default strategy).")
  private @Nullable String baseline;

  @Option(
      names = "--twice",
      paramLabel = "NAME",
      description = "Measure this one twice, under two names: any difference then is noise.")
  private @Nullable String twice;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many JVMs for each figure (default: the profile's).")
  private @Nullable Integer rounds;

  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--jvm-args",
      paramLabel = "ARGS",
      description = "Options for the JVMs that are measured, split at blanks.")
  private String jvmArgs = "";

  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description = "The JDK that is measured (default: the one this runs on).")
  private @Nullable Path javaHome;

  @Option(names = "--resume", description = "Go on with the run in --out, or with the latest one.")
  private boolean resume;

  @Option(names = "--list-scenarios", description = "Say what each scenario means, and end.")
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
    // Every possible mistake is checked before a JVM is started or a file is touched.
    Profile profile = profile();
    scenarios.forEach(name -> Check.known(spec, "--scenario", name, scenarioNames(catalogue)));
    strategies.forEach(name -> Check.known(spec, "--strategy", name, columnNames(catalogue)));
    Check.known(spec, "--baseline", baseline, columnNames(catalogue));
    Check.known(spec, "--twice", twice, columnNames(catalogue));
    threads.forEach(count -> Check.range(spec, "--threads", count, 1, MOST_THREADS));
    Check.range(spec, "--rounds", rounds, 1, MOST_ROUNDS);
    if (twice != null) {
      catalogue.twice(twice);
    }
    List<String> args =
        Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().splitToList(jvmArgs);
    JavaHome java = java(args);
    List<String> missing = catalogue.leaveOut(java.feature());
    Plan plan = plan(catalogue, profile);
    List<String> leftOut = plan.has(Family.MAPPED_FILES) ? missing : List.of();
    leftOut.forEach(column -> console.println("left out: " + column));
    RunDirectory directory = RunDirectory.of(spec, out, resume);
    Environment environment = environment(profile, java, args);
    Results earlier = resume ? earlier(directory, environment) : null;
    catalogue.problems().forEach(problem -> console.println("warning: " + problem));
    return run(
        catalogue, profile, plan, args, java, directory, environment, earlier, leftOut, console);
  }

  private Plan plan(Catalogue catalogue, Profile profile) {
    Plan plan =
        Plan.of(
            catalogue,
            profile,
            new LinkedHashSet<>(scenarios),
            new LinkedHashSet<>(strategies),
            threads.stream().distinct().toList(),
            Runtime.getRuntime().availableProcessors());
    if (plan.rows().isEmpty()) {
      throw Check.wrong(
          spec,
          catalogue.columns().stream().allMatch(Column::control)
              ? "no strategies found: put the jar of one on the --classpath"
              : "nothing to measure: no strategy takes part in these scenarios");
    }
    List<Cell> cells = plan.rows().stream().flatMap(List::stream).toList();
    if (!threads.isEmpty() && cells.stream().noneMatch(cell -> cell.scenario().scales())) {
      throw Check.wrong(spec, "--threads: each of these scenarios has its own number of threads");
    }
    if (baseline != null && cells.stream().noneMatch(c -> c.column().name().equals(baseline))) {
      throw Check.wrong(spec, "--baseline: " + baseline + " is not measured; add it to --strategy");
    }
    return rounds == null ? plan : new Plan(plan.rows(), rounds);
  }

  private JavaHome java(List<String> args) {
    JavaHome java;
    try {
      java = javaHome == null ? JavaHome.own() : JavaHome.of(javaHome);
    } catch (IllegalArgumentException e) {
      throw Check.wrong(spec, "--java-home: " + e.getMessage());
    }
    if (!args.isEmpty()) {
      try {
        java.tryOptions(args);
      } catch (IllegalArgumentException e) {
        throw Check.wrong(spec, "--jvm-args: " + e.getMessage());
      }
    }
    return java;
  }

  /** The measurements of an earlier run; forks of two environments are not forks of one cell. */
  private Results earlier(RunDirectory directory, Environment now) throws CannotRead {
    Results earlier = ResultFile.read(directory.result());
    Environment then = earlier.environment();
    if (!then.cpu().equals(now.cpu()) || then.cores() != now.cores()) {
      throw cannotResume(directory, "on " + then.cpu() + ", " + then.cores() + " cores");
    }
    if (!then.jvm().equals(now.jvm()) || !then.jvmArgs().equals(now.jvmArgs())) {
      throw cannotResume(directory, ("by " + then.jvm() + " " + then.jvmArgs()).strip());
    }
    if (!then.profile().equals(now.profile())) {
      throw cannotResume(directory, "with --profile " + then.profile());
    }
    return earlier;
  }

  private ParameterException cannotResume(RunDirectory directory, String how) {
    return Check.wrong(
        spec,
        "--resume: "
            + directory.result()
            + " was measured "
            + how
            + "; go on as it was, or give another --out");
  }

  private int run(
      Catalogue catalogue,
      Profile profile,
      Plan plan,
      List<String> args,
      JavaHome java,
      RunDirectory directory,
      Environment environment,
      @Nullable Results earlier,
      List<String> leftOut,
      PrintWriter console)
      throws IOException {
    ResultsSoFar measured =
        new ResultsSoFar(directory.result(), environment, profile, plan, leftOut);
    if (earlier != null) {
      measured.resume(earlier);
    }
    directory.make();
    Report report = new Report(measured, directory, baseline, console);
    warnOfThreads(plan, environment.cores(), console);
    announce(profile, plan, measured, console);
    Interruption interruption = new Interruption(() -> report.interrupted());
    Runtime.getRuntime().addShutdownHook(interruption);
    weigh(catalogue, plan, args, java, measured, console, interruption);
    ForkRunner runner = new ForkRunner(profile, args, java);
    boolean failed = measure(plan, profile, runner, measured, interruption, report);
    if (!interruption.over()) {
      return ExitCode.INTERRUPTED; // the hook reports, and ends the JVM
    }
    report.show();
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private static void announce(
      Profile profile, Plan plan, ResultsSoFar measured, PrintWriter console) {
    int first = Math.min(profile.roundsToShow(), plan.rounds());
    Plan shown = new Plan(plan.rows(), first);
    console.printf(
        "%s, %s, %s to come: %s%n",
        count(plan.rows().size(), "row"),
        count(plan.columns(), "column"),
        count(plan.forks(), "JVM"),
        about(Duration.ofMillis(plan.millis(profile, measured::has))));
    if (first < plan.rounds()) {
      console.printf(
          "a first table after %s, better ones from then on; Ctrl-C ends it and keeps them%n",
          about(Duration.ofMillis(shown.millis(profile, measured::has))));
    }
    console.flush();
  }

  /**
   * Runs all forks, round by round, with the cells of a row next to each other; each cell in turn
   * goes first.
   */
  private boolean measure(
      Plan plan,
      Profile profile,
      ForkRunner runner,
      ResultsSoFar measured,
      Interruption interruption,
      Report report)
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
        if (profile.showsAfter(round + 1) && round + 1 < plan.rounds()) {
          progress.close();
          report.show();
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
        ? "about " + count((int) seconds, "second") + " on a quiet machine"
        : "about " + Math.round(seconds / 60.0) + " minutes on a quiet machine";
  }

  private Environment environment(Profile profile, JavaHome java, List<String> args) {
    Machine machine = Machine.with(java);
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
        profile.label());
  }

  /** A fork's report of its end, without the names of classes that mean nothing to a user. */
  private static String reason(Throwable failure) {
    Throwable cause = Throwables.getRootCause(failure);
    StringJoiner reasons = new StringJoiner("; ");
    reasons.add(words(cause));
    for (Throwable suppressed : cause.getSuppressed()) {
      reasons.add(words(suppressed)); // JMH puts a benchmark's own failure here
    }
    return reasons.toString();
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? "it ended with " + failure.getClass().getSimpleName()
        : message;
  }

  private void weigh(
      Catalogue catalogue,
      Plan plan,
      List<String> args,
      JavaHome java,
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
          measured.footprint(column.name(), FootprintFork.weigh(strategy, java, args));
        } catch (IOException e) {
          console.println("warning: " + column.name() + " could not be weighed: " + e.getMessage());
        }
      }
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
    List<String> names = Arrays.stream(Profile.values()).map(Profile::label).toList();
    String name = Ascii.toLowerCase(profileName.strip());
    Check.known(spec, "--profile", name, names);
    return Profile.values()[names.indexOf(name)];
  }

  private static Set<String> scenarioNames(Catalogue catalogue) {
    Set<String> names = new TreeSet<>(Set.of(Plan.ALL));
    for (Scenario scenario : catalogue.scenarios()) {
      names.add(scenario.name());
      names.add(scenario.family().option());
    }
    return names;
  }

  private static Set<String> columnNames(Catalogue catalogue) {
    return catalogue.columns().stream()
        .map(Column::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("vmalock"));
    ParseResult parsed = spec.root().commandLine().getParseResult();
    words.addAll(
        parsed == null || parsed.originalArgs().isEmpty()
            ? List.of("compare", "--profile", profileName)
            : parsed.originalArgs());
    return ShellWords.join(words);
  }
}
