package io.vmalock.bench.mutate;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.mutate.Arguments;
import io.vmalock.conformance.mutate.Judgement;
import io.vmalock.conformance.mutate.KnownJudgements;
import io.vmalock.conformance.mutate.Mutant;
import io.vmalock.conformance.mutate.Mutants;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts the edits of a strategy that the kit notices. */
@Command(
    name = "mutate",
    mixinStandardHelpOptions = true,
    header = "Edit strategies by machine, one edit at a time: does the kit notice?",
    description = {
      "",
      "Makes every mutant of a strategy's bytecode: conditions negated and at the boundary,"
          + " constants by one, calls and stores left out, arguments of one type exchanged, early"
          + " returns, finally blocks left out, stores exchanged, loops that end early, memory orders"
          + " weakened. Each is judged by the kit's layers, the cheapest first, until one finds a"
          + " broken rule. A mutant that survives shows what the kit does not see, or is a right"
          + " strategy too: then a file of arguments says why, and the run fails where an argument is"
          + " about no mutant that there is, or about one that a check kills.",
      "",
      "Judgements are written down as they are made: a run that was stopped goes on where it was, and"
          + " one after a change of the strategy or the kit judges again what the change touches.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock mutate --strategy refcnt                 all mutants of one strategy",
      "  vmalock mutate --strategy mine --classpath mine.jar --sample 50",
      "                                                   fifty mutants of your own",
      "  vmalock mutate --strategy refcnt --only startOptimistic,validate",
      "                                                   the mutants of two methods",
      "  vmalock mutate --strategy refcnt --level deep    survivors once more, for longer",
      "",
      "Exit status: 0 all mutants were killed or are argued, 1 some survived or an argument no longer"
          + " applies, 2 wrong options."
    })
public final class MutateCommand implements Callable<Integer> {
  private static final int MOST_AT_ONCE = 1000;
  private static final int MOST_SECONDS = 100_000;
  private static final int MOST_SAMPLE = 1_000_000;

  /**
   * The share of the kit's usual wait for a thread. Mutants often make it wait, and long waits
   * would add up to minutes; two and a half seconds are still many times longer than a wait.
   */
  static final double SCALE = 0.25;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "Which strategies, with commas between (default: all that are found).")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "default or deep, as of conform: how long a mutant has to survive.")
  private String level = "default";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "The most time for the model checker with one mutant (default: 35, deep: 600).")
  private @Nullable Integer seconds;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Judge only so many, chosen by the seed (default: all).")
  private @Nullable Integer sample;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "METHOD",
      description =
          "Judge only the mutants of these methods, such as validate or RefcntStrategy.leave"
              + " (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where the sample and random choices of checks come from: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "How many mutants to judge at once: as many as there are processors.")
  private int atOnce = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--arguments",
      paramLabel = "DIR",
      defaultValue = "docs/mutants",
      description =
          "Where NAME.txt says which mutants of a strategy are right, and why: ${DEFAULT-VALUE}.")
  private Path arguments = Path.of("docs/mutants");

  @Option(
      names = "--judgements",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where mutants-NAME.tsv keeps what was judged: ${DEFAULT-VALUE}.")
  private Path judgements = Path.of(".");

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "A root of sources, to show the lines of survivors (default: those of the modules here).")
  private List<Path> sources = new ArrayList<>();

  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException {
    Check.range(spec, "--at-once", atOnce, 1, MOST_AT_ONCE);
    Check.range(spec, "--seconds", seconds, 1, MOST_SECONDS);
    Check.range(spec, "--sample", sample, 1, MOST_SAMPLE);
    List<String> levels = List.of("default", "deep");
    Check.known(spec, "--level", level, levels);
    Map<String, Path> files = out.files("mutants", List.of(".md"));
    PrintWriter console = spec.commandLine().getOut();
    Options options = options();
    Map<String, List<JudgedMutant>> judged = new LinkedHashMap<>();
    boolean applies = true;
    for (VmaLockStrategy strategy : chosen()) {
      Mutants mutants = new Mutants(strategy.getClass());
      List<Mutant> all = mutants.all();
      Arguments argued = arguments(strategy.name());
      List<String> gone = argued.withoutMutant(all);
      for (String name : gone) {
        console.println(strategy.name() + ": argued, but there is no such mutant: " + name);
      }
      applies &= gone.isEmpty();
      judged.put(strategy.name(), judge(strategy, options, mutants, all, argued));
    }
    MutationReport report =
        new MutationReport(judged, new SourceLines(sources, Path.of("").toAbsolutePath()));
    report.text(Terminal.width()).forEach(console::println);
    Path page = files.get(".md");
    if (page != null) {
      OutputFile.write(page, report.markdown(how(options)));
      console.println("written: " + page);
    }
    applies &=
        judged.values().stream()
            .flatMap(List::stream)
            .noneMatch(each -> each.isSurvivor() || each.isRefuted());
    return applies ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<JudgedMutant> judge(
      VmaLockStrategy strategy,
      Options options,
      Mutants mutants,
      List<Mutant> all,
      Arguments argued)
      throws IOException {
    List<Mutant> of = ofChosenMethods(strategy, all);
    List<Mutant> chosen = sample == null ? of : Mutants.sample(of, sample, seed);
    KnownJudgements known =
        new KnownJudgements(judgements.resolve("mutants-" + strategy.name() + ".tsv"), mutants);
    MutationRun run = new MutationRun(strategy.getClass(), options, known);
    Judgement control = run.control(mutants);
    if (control.outcome().isKilled()) {
      throw Check.wrong(
          spec,
          strategy.name()
              + " itself does not pass "
              + control.layer()
              + " \""
              + control.check()
              + "\" ("
              + control.rule()
              + "): mutants of a strategy that passes can be judged; see vmalock conform --strategy "
              + strategy.name());
    }
    try (Progress progress = Progress.onStandardError()) {
      return run.judge(chosen, argued, atOnce, progress);
    }
  }

  private List<Mutant> ofChosenMethods(VmaLockStrategy strategy, List<Mutant> all) {
    if (only.isEmpty()) {
      return all;
    }
    List<String> methods =
        all.stream().map(Mutant::method).flatMap(m -> Stream.of(m, simple(m))).distinct().toList();
    for (String method : only) {
      Check.known(spec, "--only (of " + strategy.name() + ")", method, methods);
    }
    return all.stream()
        .filter(each -> only.contains(each.method()) || only.contains(simple(each.method())))
        .toList();
  }

  /** The name of a method without its class. */
  private static String simple(String method) {
    return method.substring(method.lastIndexOf('.') + 1);
  }

  private Arguments arguments(String strategy) throws IOException {
    try {
      return Arguments.read(arguments.resolve(strategy + ".txt"));
    } catch (IllegalArgumentException e) {
      throw Check.wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  private Options options() {
    Options options =
        Options.standard()
            .at(level.equals("deep") ? Level.DEEP : Level.DEFAULT)
            .withOnly(null)
            .withReplay(null)
            .withSeed(seed)
            .withWaitBudget(new WaitBudget(SCALE));
    return seconds == null ? options : options.withExplore(Duration.ofSeconds(seconds));
  }

  private String how(Options options) {
    return String.format(
        Locale.ROOT,
        "JDK %s, %s, %d at once, level %s, at most %d s of the model checker and %d s of stress for"
            + " one mutant, seed %d%s.",
        Runtime.version().feature(),
        System.getProperty("os.arch"),
        atOnce,
        level,
        options.explore().toSeconds(),
        options.stress().toSeconds(),
        seed,
        (only.isEmpty() ? "" : ", only " + String.join(", ", only))
            + (sample == null ? "" : ", a sample of " + sample + " of each strategy"));
  }

  private List<VmaLockStrategy> chosen() {
    StrategyCatalog catalog = Strategies.catalog();
    if (strategies.isEmpty()) {
      return catalog.all().stream().map(StrategyProvider::create).toList();
    }
    return new LinkedHashSet<>(strategies).stream().map(catalog::named).toList();
  }
}
