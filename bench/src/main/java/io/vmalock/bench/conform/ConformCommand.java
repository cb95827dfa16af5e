package io.vmalock.bench.conform;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.NearestName;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.TestMachine;
import io.vmalock.conformance.modelcheck.campaign.Repetition;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds strategies to the contract. */
@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    header = "Hold strategies to the contract: which rules are kept, which are broken, and how.",
    description = {
      "",
      "Three layers look at each strategy: scenarios, short stories on real threads with a known"
          + " end; stress, many real threads for a while; and the model checker, which runs the"
          + " strategy's own bytecode through interleavings and memory orders, one after the other,"
          + " also those that this machine would never show. The rules are in docs/contract.md; the"
          + " model checker's model and its limits in docs/model-checker.md.",
      "",
      "The result is a matrix of rules by strategies. Of a rule that is broken it tells the"
          + " sentence, what was seen, the interleaving, and one line that runs exactly that again."
          + " What was skipped or not judged says why, and is never shown as kept.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock conform                                       all strategies that are found",
      "  vmalock conform --strategy mine --classpath mine.jar  one of your own, from a plain jar",
      "  vmalock conform --rule X3,P2 --layer scenario         some rules only, in seconds",
      "  vmalock conform --level deep --report out             at night, with a page to show",
      "",
      "Exit status: 0 all kept, 1 a rule is broken or a check ended without a verdict, 2 wrong"
          + " options."
    })
public final class ConformCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "Which strategies, with commas between (default: all that are found).")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--classpath",
      paramLabel = "JARS",
      description = "Jars or directories with strategies of your own.")
  private @Nullable String classPath;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "default (under a minute a strategy on 2 CPUs) or deep (a quarter of an hour).")
  private String level = "default";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random choices come from (default: by chance); a failure names it.")
  private @Nullable Long seed;

  @Option(
      names = "--rule",
      split = ",",
      paramLabel = "RULE",
      description = "Only checks of these rules, such as X2.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "LAYER",
      description = "Only these layers: scenario, stress, model-checker.")
  private List<String> layers = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      description = "One check, as a failure names it in its \"again\" line.")
  private @Nullable String only;

  @Option(
      names = "--replay",
      paramLabel = "EXECUTION",
      description =
          "Make exactly one execution again in the model checker, as the \"again\" line of its finding"
              + " names it: a program, @, a schedule.")
  private @Nullable String replay;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write the result there, as conformance.html, conformance.md and conformance.json; or, if"
              + " the name ends in .html, .md or .json, to that file alone.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Options options = options();
    List<VmaLockStrategy> chosen = chosen();
    List<Verdict> verdicts = new ArrayList<>();
    try (ConformProgress progress =
        new ConformProgress(Progress.onStandardError(), options, chosen.size())) {
      for (VmaLockStrategy strategy : chosen) {
        progress.begins(strategy.name());
        verdicts.add(Conformance.run(strategy, options, progress));
      }
    }
    Matrix matrix = Matrix.of(TestMachine.here(), commandLine(options), options, verdicts);
    out.print(TextMatrix.of(matrix));
    if (report != null) {
      ConformReport.write(matrix, report).forEach(file -> out.println("written: " + file));
    }
    out.flush();
    return matrix.passes() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Options options() {
    Options options = Options.standard().at(level());
    if (only != null) {
      options = options.withOnly(check(only));
    }
    if (seed != null) {
      options = options.withSeed(seed);
    }
    if (replay != null) {
      options = options.withReplay(repetition(replay));
    }
    if (!rules.isEmpty()) {
      options = options.withRules(EnumSet.copyOf(each(rules, this::rule)));
    }
    if (!layers.isEmpty()) {
      options = options.withLayers(EnumSet.copyOf(each(layers, this::layer)));
    }
    return options.withAgain(
        (strategy, check, chosen) ->
            "./vmalock conform --strategy "
                + strategy
                + (classPath == null ? "" : " --classpath " + classPath)
                + (chosen.replay() == null
                    ? " --only "
                        + check.slug()
                        + " --level "
                        + name(chosen.level())
                        + " --seed "
                        + chosen.seed()
                    : " --replay '" + chosen.replay() + "'"));
  }

  /** The command that does all of this again, with the seed that was drawn. */
  private String commandLine(Options options) {
    return "./vmalock conform"
        + (strategies.isEmpty() ? "" : " --strategy " + String.join(",", strategies))
        + (classPath == null ? "" : " --classpath " + classPath)
        + (rules.isEmpty() ? "" : " --rule " + String.join(",", rules))
        + (layers.isEmpty() ? "" : " --layer " + String.join(",", layers))
        + (only == null ? "" : " --only " + only)
        + (replay == null ? "" : " --replay '" + replay + "'")
        + " --level "
        + name(options.level())
        + " --seed "
        + options.seed()
        + (report == null ? "" : " --report " + report);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <T> List<T> each(List<String> words, Function<String, T> meaning) {
    return words.stream().map(meaning).toList();
  }

  // ---- Words that may be mistyped ----

  private Level level() {
    return one("level", level, List.of(Level.values()), ConformCommand::name);
  }

  private Rule rule(String name) {
    return one("rule", name, List.of(Rule.values()), Rule::name);
  }

  private Layer layer(String name) {
    return one("layer", name, List.of(Layer.values()), Layer::label);
  }

  private String check(String slug) {
    return one("check", slug, Conformance.checks(), Check::slug).slug();
  }

  private String repetition(String text) {
    try {
      return Repetition.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--replay: " + e.getMessage(), e);
    }
  }

  /** The one of this name, in capitals or not; if there is none, says which was meant. */
  private <T> T one(String kind, String name, List<T> all, Function<T, String> naming) {
    for (T each : all) {
      if (naming.apply(each).equalsIgnoreCase(name.strip())) {
        return each;
      }
    }
    List<String> names = all.stream().map(naming).toList();
    boolean capitals = names.get(0).equals(names.get(0).toUpperCase(Locale.ROOT));
    String same = capitals ? name.toUpperCase(Locale.ROOT) : name;
    String hint =
        NearestName.to(same, names)
            .map(meant -> "did you mean " + meant + "?")
            .orElse("there is " + String.join(", ", names));
    throw new ParameterException(
        spec.commandLine(), "there is no " + kind + " \"" + name + "\"; " + hint);
  }

  private List<VmaLockStrategy> chosen() throws IOException {
    StrategyCatalog catalog = catalog();
    List<VmaLockStrategy> chosen = new ArrayList<>();
    if (strategies.isEmpty()) {
      for (StrategyProvider provider : catalog.all()) {
        chosen.add(provider.create());
      }
    }
    for (String name : new LinkedHashSet<>(strategies)) {
      chosen.add(catalog.named(name));
    }
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no strategies found: put the jar of one on the --classpath");
    }
    return chosen;
  }

  private StrategyCatalog catalog() throws IOException {
    if (classPath == null) {
      return Strategies.catalog();
    }
    List<URL> places = new ArrayList<>();
    for (String place : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(place);
      if (!Files.exists(path)) {
        throw new ParameterException(spec.commandLine(), place + ": no such file or directory");
      }
      places.add(path.toUri().toURL());
    }
    // Not closed: the strategies' classes are loaded as they are used.
    ClassLoader loader =
        new URLClassLoader(
            "--classpath", places.toArray(new URL[0]), ConformCommand.class.getClassLoader());
    return Strategies.catalog(loader);
  }
}
