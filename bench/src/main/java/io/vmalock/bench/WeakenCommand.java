package io.vmalock.bench;

import io.vmalock.Strategies;
import io.vmalock.StrategyCatalog;
import io.vmalock.StrategyProvider;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.explore.litmus.Canaries;
import io.vmalock.conformance.explore.weaken.Trial;
import io.vmalock.conformance.explore.weaken.Trial.Outcome;
import io.vmalock.conformance.explore.weaken.WeakenedTable;
import io.vmalock.conformance.explore.weaken.Weakening;
import io.vmalock.conformance.explore.weaken.Weakenings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks whether strategies need all the memory order that they ask for. */
@Command(
    name = "weaken",
    mixinStandardHelpOptions = true,
    header = "Take the memory order of strategies away, notch by notch: is it missed?",
    description = {
      "",
      "Each access through a VarHandle, and each fence, is made one notch weaker, one at a time,"
          + " and explored until a rule breaks. One that survives is stronger than the strategy"
          + " needs, or shows a gap in the kit. The base classes are weakened too if no strategy is"
          + " named: some strategy must need what they do.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock weaken --strategy refcnt                one strategy",
      "  vmalock weaken --report docs/weakened.md        all, as a page",
      "",
      "Exit status: 0 all broke a rule, 1 some survived or could not be judged, 2 wrong options."
    })
final class WeakenCommand implements Callable<Integer> {
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
      description = "The most time for one weakening: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "In which order programs of three threads come: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a page of Markdown there.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Canaries.check();
    Duration most = Duration.ofSeconds(seconds);
    List<Trial> trials = new ArrayList<>();
    List<Weakenings> all =
        chosen().stream().map(strategy -> new Weakenings(strategy, seed)).toList();
    for (Weakenings weakenings : all) {
      for (Weakening weakening : weakenings.own()) {
        trials.add(told(weakenings.attempt(weakening, most)));
      }
    }
    if (strategies.isEmpty()) {
      for (Weakening weakening : all.get(0).base()) {
        trials.add(told(withAny(all, weakening, most)));
      }
    }
    if (report != null) {
      String how =
          String.format(
              "JDK %s, %s, at most %d s each, seed %d",
              Runtime.version().feature(), System.getProperty("os.arch"), seconds, seed);
      Files.writeString(report, WeakenedTable.markdown(trials, how));
    }
    boolean needed =
        trials.stream()
            .allMatch(
                trial -> trial.outcome() == Outcome.KILLED || trial.outcome() == Outcome.NOT_USED);
    return needed ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The base classes serve all strategies: their order is needed if one of these needs it. */
  private static Trial withAny(List<Weakenings> all, Weakening weakening, Duration most) {
    Trial worst = null;
    for (Weakenings weakenings : all) {
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
