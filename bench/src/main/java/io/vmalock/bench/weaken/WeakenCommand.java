package io.vmalock.bench.weaken;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.conformance.modelcheck.weaken.Trial;
import io.vmalock.conformance.modelcheck.weaken.Trial.Outcome;
import io.vmalock.conformance.modelcheck.weaken.WeakenedTable;
import io.vmalock.conformance.modelcheck.weaken.Weakening;
import io.vmalock.conformance.modelcheck.weaken.Weakenings;
import io.vmalock.modelcheck.litmus.Canaries;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks whether strategies need all the memory order that they use. */
@Command(
    name = "weaken",
    mixinStandardHelpOptions = true,
    header = "Take the memory order of strategies away, mode by mode: is it missed?",
    description = {
      "",
      "Each access through a VarHandle, of an atomic class or of a volatile field, and each fence,"
          + " is made one mode weaker, one at a time, and explored until a rule breaks. One that"
          + " survives is stronger than the strategy needs, or shows a gap in the kit; it is explored"
          + " once more, for five times as long. The base classes are weakened too if no strategy is"
          + " named: some strategy must need what they do.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock weaken --strategy refcnt                one strategy",
      "  vmalock weaken --out weakened.md                all, as a page",
      "",
      "Exit status: 0 all broke a rule, 1 some survived or could not be judged, 2 wrong options."
    })
public final class WeakenCommand implements Callable<Integer> {
  /** The factor of the time of a second exploration of a survivor. */
  private static final int LONGER = 5;

  private static final int MOST_AT_ONCE = 1000;
  private static final int MOST_SECONDS = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "Which strategies; all that are found if none is named.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "The most time for one weakening at first: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "How many weakenings to explore at once: as many as there are processors.")
  private int atOnce = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "In which order programs of three threads come: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException {
    Check.range(spec, "--at-once", atOnce, 1, MOST_AT_ONCE);
    Check.range(spec, "--seconds", seconds, 1, MOST_SECONDS);
    Map<String, Path> files = out.files("weakened", List.of(".md"));
    Canaries.check();
    List<Weakenings> all =
        chosen().stream().map(strategy -> new Weakenings(strategy, seed)).toList();
    List<Callable<Trial>> tasks = new ArrayList<>();
    for (Weakenings weakenings : all) {
      for (Weakening weakening : weakenings.own()) {
        tasks.add(() -> attempt(List.of(weakenings), weakening));
      }
    }
    if (strategies.isEmpty()) {
      for (Weakening weakening : all.get(0).base()) {
        tasks.add(() -> attempt(all, weakening));
      }
    }
    List<Trial> trials = inOrder(tasks);
    Path report = files.get(".md");
    if (report != null) {
      String how =
          String.format(
              "JDK %s, %s, %d at once, at most %d s each and %d s more for one that survived, seed %d",
              Runtime.version().feature(),
              System.getProperty("os.arch"),
              atOnce,
              seconds,
              seconds * LONGER,
              seed);
      OutputFile.write(report, WeakenedTable.markdown(trials, how));
    }
    boolean needed =
        trials.stream()
            .allMatch(
                trial -> trial.outcome() == Outcome.KILLED || trial.outcome() == Outcome.NOT_USED);
    return needed ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Explores several weakenings at once; reports and returns the trials in order. */
  private List<Trial> inOrder(List<Callable<Trial>> tasks) {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Trial>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(workers.submit(task)));
      List<Trial> trials = new ArrayList<>();
      for (Future<Trial> future : futures) {
        trials.add(told(future.get()));
      }
      return trials;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while orders were taken away", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot weaken: " + e.getCause(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  /** A first time, and a longer one if it survived. */
  private Trial attempt(List<Weakenings> with, Weakening weakening) {
    Trial first = attempt(with, weakening, Duration.ofSeconds(seconds));
    return first.outcome() == Outcome.SURVIVED
        ? attempt(with, weakening, Duration.ofSeconds((long) seconds * LONGER))
        : first;
  }

  /** The base classes serve all strategies: their order is needed if one of these needs it. */
  private static Trial attempt(List<Weakenings> with, Weakening weakening, Duration most) {
    Trial worst = null;
    for (Weakenings weakenings : with) {
      Trial trial = weakenings.attempt(weakening, most);
      if (trial.outcome() == Outcome.KILLED) {
        return trial;
      }
      if (worst == null || worst.outcome() == Outcome.NOT_USED) {
        worst = trial;
      }
    }
    return Objects.requireNonNull(worst, "no strategy");
  }

  private Trial told(Trial trial) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line(trial));
    out.flush();
    return trial;
  }

  private static String line(Trial trial) {
    return String.format(
        Locale.ROOT,
        "%-8s  %-10s  %-4s  %6.1f s  %s",
        trial.strategy(),
        trial.outcome(),
        trial.rule(),
        trial.nanos() / 1e9,
        trial.weakening());
  }

  private List<VmaLockStrategy> chosen() {
    StrategyCatalog catalog = Strategies.catalog();
    if (strategies.isEmpty()) {
      return catalog.all().stream().map(StrategyProvider::create).toList();
    }
    return new LinkedHashSet<>(strategies).stream().map(catalog::named).toList();
  }
}
