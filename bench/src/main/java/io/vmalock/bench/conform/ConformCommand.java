package io.vmalock.bench.conform;

import com.google.common.base.Ascii;
import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.ExtraClassPath;
import io.vmalock.bench.cli.NearestName;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.cli.ShellWords;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.conformance.matrix.Matrix;
import io.vmalock.conformance.matrix.TestMachine;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks strategies against the contract. */
@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    header = "Hold strategies to the contract: which rules are kept, which are broken, and how.",
    description = {
      "",
      "Five layers look at each strategy: scenarios, short stories on real threads with a known"
          + " end; generated programs, made from a model of the contract and judged by it; stress,"
          + " many real threads for a while; the model checker, which runs the"
          + " strategy's own bytecode through interleavings and memory orders, one after the other,"
          + " also those that this machine would never show; and an address space on the strategy,"
          + " under both of the last two. The rules are in docs/contract.md; the"
          + " model checker's model and its limits in docs/model-checker.md.",
      "",
      "Of a rule that is broken it tells, at once, the sentence, what was seen, the interleaving,"
          + " and one line that runs exactly that again; further checks that fail alike are"
          + " counted. In the end comes a matrix of rules by strategies. What was skipped or not"
          + " judged says why, and is never shown as kept.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock conform                                       all strategies that are found",
      "  vmalock conform --strategy mine --classpath mine.jar  one of your own, from a plain jar",
      "  vmalock conform --strategy mine --stop-at-first       while you mend it",
      "  vmalock conform --rule X3,P2 --layer scenario         some rules only, in seconds",
      "  vmalock conform --level deep --out out                at night, with a page to show",
      "",
      "Exit status: 0 nothing found, 1 a rule is broken, 2 wrong options, 8 nothing found but"
          + " something that was asked for has no verdict."
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
      description = "Only these layers: scenario, generated, stress, model-checker, space.")
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
          "Make exactly one execution of the model checker again, or play one generated program, as"
              + " the \"again\" line of a finding names it.")
  private @Nullable String replay;

  @Option(names = "--stop-at-first", description = "End with the first finding.")
  private boolean stopAtFirst;

  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    Options options = options();
    List<VmaLockStrategy> chosen = chosen();
    Map<String, Path> files = out.files(ConformReport.NAME, ConformReport.forms());
    List<Verdict> verdicts = new ArrayList<>();
    try (ConformProgress progress =
        new ConformProgress(Progress.onStandardError(), console, options, chosen.size())) {
      for (VmaLockStrategy strategy : chosen) {
        progress.begins(strategy.name());
        verdicts.add(Conformance.run(strategy, options, progress));
      }
    }
    Matrix matrix = Matrix.of(TestMachine.here(), commandLine(options), options, verdicts);
    console.print(TextMatrix.of(matrix, Terminal.width()));
    console.flush();
    ConformReport.write(matrix, files);
    files.values().forEach(file -> console.println("written: " + file));
    return matrix.fails() ? ExitCode.FAILED : matrix.isOpen() ? ExitCode.NOT_JUDGED : ExitCode.OK;
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
    if (stopAtFirst) {
      options = options.stoppingAtFirst();
    }
    return options.withAgain(this::again);
  }

  /** The line that runs one check again, or one execution of it. */
  private String again(String strategy, Check check, Options options) {
    List<String> words = words(List.of(strategy));
    String execution = options.replay();
    if (execution == null) {
      words.addAll(List.of("--only", check.slug(), "--level", name(options.level())));
      words.addAll(List.of("--seed", String.valueOf(options.seed())));
    } else {
      words.addAll(List.of("--replay", execution));
    }
    return ShellWords.join(words);
  }

  /** The command that repeats all of this, with the drawn seed. */
  private String commandLine(Options options) {
    List<String> words = words(strategies);
    add(words, "--rule", String.join(",", rules));
    add(words, "--layer", String.join(",", layers));
    add(words, "--only", only);
    add(words, "--replay", replay);
    if (stopAtFirst) {
      words.add("--stop-at-first");
    }
    add(words, "--level", name(options.level()));
    add(words, "--seed", String.valueOf(options.seed()));
    add(words, "--out", out.path());
    return ShellWords.join(words);
  }

  private List<String> words(List<String> names) {
    List<String> words = new ArrayList<>(List.of("./vmalock", "conform"));
    add(words, "--strategy", String.join(",", names));
    words.addAll(ExtraClassPath.asArguments(spec));
    return words;
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      words.add(option);
      words.add(value.toString());
    }
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
      return Conformance.replayed(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--replay: " + e.getMessage(), e);
    }
  }

  /** The value of this name, in capitals or not; if there is none, names the nearest. */
  private <T> T one(String kind, String name, List<T> all, Function<T, String> naming) {
    for (T each : all) {
      if (naming.apply(each).equalsIgnoreCase(name.strip())) {
        return each;
      }
    }
    List<String> names = all.stream().map(naming).toList();
    boolean capitals = names.get(0).equals(Ascii.toUpperCase(names.get(0)));
    throw io.vmalock.bench.cli.Check.wrong(
        spec,
        "there is no "
            + kind
            + " \""
            + ForeignText.line(name)
            + "\"; "
            + NearestName.hint(capitals ? Ascii.toUpperCase(name) : name, names));
  }

  private List<VmaLockStrategy> chosen() {
    StrategyCatalog catalog = Strategies.catalog();
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
}
