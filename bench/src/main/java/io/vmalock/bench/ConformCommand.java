package io.vmalock.bench;

import io.vmalock.Strategies;
import io.vmalock.StrategyCatalog;
import io.vmalock.StrategyProvider;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.Layer;
import io.vmalock.conformance.Matrix;
import io.vmalock.conformance.Options;
import io.vmalock.conformance.Options.Level;
import io.vmalock.conformance.Result;
import io.vmalock.conformance.Rule;
import io.vmalock.conformance.Verdict;
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
    header = "Hold strategies to the contract: which rules are kept, which are broken.",
    description = {
      "",
      "Scenarios, then stress on real threads, then the explorer. The rules are in"
          + " docs/contract.md.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock conform --strategy refcnt               one strategy",
      "  vmalock conform --classpath mine.jar --strategy mine",
      "  vmalock conform --rule X3 --rule P2             some rules only",
      "",
      "Exit status: 0 all kept, 1 a rule is broken or a check ended without a verdict, 2 wrong"
          + " options."
    })
final class ConformCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "Which strategies; all that are found if none is named.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--classpath",
      paramLabel = "JARS",
      description = "Jars or directories with strategies of your own.")
  private @Nullable String classPath;

  @Option(
      names = "--rule",
      split = ",",
      paramLabel = "RULE",
      description = "Only checks of these rules, such as X2.")
  private List<Rule> rules = new ArrayList<>();

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "LAYER",
      description = "Only these layers: ${COMPLETION-CANDIDATES}.")
  private List<Layer> layers = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      description = "One check, as a failure names it in its \"again\" line.")
  private @Nullable String only;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "default (under a minute a strategy) or deep (many minutes).")
  private String level = "default";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random choices come from; a failure names it.")
  private @Nullable Long seed;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the result there, as conformance.md.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Options options = options();
    List<Verdict> verdicts = new ArrayList<>();
    for (VmaLockStrategy strategy : chosen()) {
      err.println("vmalock: judging " + strategy.name() + " …");
      err.flush();
      verdicts.add(Conformance.run(strategy, options));
    }
    String how = Matrix.thisMachine() + ", level " + level + ", seed " + options.seed();
    Matrix matrix = new Matrix(verdicts, options.rules(), how);
    out.print(matrix.text());
    for (Verdict verdict : verdicts) {
      for (Result result : verdict.results()) {
        if (result.mark() == Result.Mark.NOT_JUDGED) {
          out.println(verdict.strategy() + ", not judged: " + result.report());
        }
      }
    }
    out.flush();
    if (report != null) {
      Files.createDirectories(report);
      Files.writeString(report.resolve("conformance.md"), matrix.markdown());
    }
    return verdicts.stream().allMatch(Verdict::passed) ? ExitCode.OK : ExitCode.FAILED;
  }

  private Options options() {
    Options options = Options.standard().withOnly(known(only)).at(level());
    if (seed != null) {
      options = options.withSeed(seed);
    }
    if (!rules.isEmpty()) {
      options = options.withRules(EnumSet.copyOf(rules));
    }
    if (!layers.isEmpty()) {
      options = options.withLayers(EnumSet.copyOf(layers));
    }
    String jars = classPath;
    return options.withAgain(
        (strategy, check, chosen) ->
            "./vmalock conform --strategy "
                + strategy
                + (jars == null ? "" : " --classpath " + jars)
                + " --only "
                + check.slug()
                + " --level "
                + level
                + " --seed "
                + chosen.seed());
  }

  private Level level() {
    return switch (level.toLowerCase(Locale.ROOT)) {
      case "default" -> Level.DEFAULT;
      case "deep" -> Level.DEEP;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--level is default or deep, not \"" + level + "\"");
    };
  }

  private @Nullable String known(@Nullable String slug) {
    if (slug != null
        && Conformance.checks().stream().noneMatch(check -> check.slug().equals(slug))) {
      throw new ParameterException(spec.commandLine(), "there is no check \"" + slug + "\"");
    }
    return slug;
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
