package io.vmalock.bench.scale;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.scale.machine.CoreCosts;
import io.vmalock.bench.scale.machine.Hardware;
import io.vmalock.bench.scale.machine.Tally;
import io.vmalock.bench.scale.machine.Topology;
import io.vmalock.bench.scenario.Coarse;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Models strategies on more cores than there are. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    header = "Strategies on 1 to 128 cores, in a model of caches.",
    description = {
      "",
      "Runs the bytecode of each strategy on simulated cores. Each access to memory is an event: it"
          + " costs a hit, or the way of a cache line from another core, and waits its turn for that"
          + " line. Every figure of it is modelled, and none is measured. What a hit, a locked"
          + " operation, a line's way and a wake-up take is measured here first, for some seconds.",
      "",
      "At the end the model is held to what compare measures here on one core and two, and to what"
          + " others published. docs/scale.md says what it leaves out.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock scale                                  all strategies and scenarios, under 10 minutes",
      "  vmalock scale --no-check --scenario pair-hot,mixed-256",
      "  vmalock scale --machine milan --cores 1,8,64,128 --out milan.html",
      "  vmalock scale --strategy mine --classpath mine.jar --out results/scale",
      "",
      "Exit status: 0 modelled, 1 a strategy failed in the model, 2 wrong options, 74 results could"
          + " not be written."
    })
public final class ScaleCommand implements Callable<Integer> {
  private static final List<Integer> CORES = List.of(1, 2, 4, 8, 16, 32, 64, 96, 128);
  private static final List<String> CHECKED =
      List.of("pair", "pair-hot", "pair-neighbours", "mixed-4", "mixed-64", "mixed-1k", "write-1k");

  private static final int LINES_IN_KIB = 16;

  /** One more core costs about as much as this many cores cost at the start. */
  private static final double BEGINNING = 6;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-s", "--strategy"},
      split = ",",
      paramLabel = "NAME",
      description = "Which strategies; all that are found if none is named.")
  private List<String> strategies = new ArrayList<>();

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "Which scenarios; all if none is named. A wrong name shows which there are.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--cores",
      split = ",",
      paramLabel = "N",
      description = "How many cores work (default: 1,2,4,8,16,32,64,96,128, as the machine has).")
  private List<Integer> cores = new ArrayList<>();

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      defaultValue = Topology.HERE,
      description =
          "How far cores are from each other: here (measured; 2 sockets of 64), or as published"
              + " graviton3 (64 cores), milan (2 of 64), icelake (2 of 32).")
  private String machine = Topology.HERE;

  @Option(
      names = "--sockets",
      paramLabel = "N",
      description = "1 has all cores of the machine in one socket.")
  private @Nullable Integer sockets;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "When cores begin, and which areas they pick: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--no-check",
      description = "Do not measure beside the model: some three minutes less.")
  private boolean unchecked;

  @Mixin private OutOption out = new OutOption();

  /** Options are filled in from the command line. */
  public ScaleCommand() {}

  @Override
  public Integer call() throws IOException {
    Check.range(spec, "--sockets", sockets, 1, 2);
    List<String> names = new ArrayList<>(List.of(Topology.HERE));
    Topology.PUBLISHED.forEach(each -> names.add(each.name()));
    Check.known(spec, "--machine", machine, names);
    scenarios.forEach(name -> Check.known(spec, "--scenario", name, Scene.labels()));
    cores.forEach(count -> Check.range(spec, "--cores", count, 1, Hardware.MOST_CORES));
    List<Integer> counts = counts();
    Map<String, Path> files = out.files("scale", List.of(".html", ".md"));
    List<Subject> subjects = subjects();
    PrintWriter console = spec.commandLine().getOut();
    Curves curves = new Curves();
    List<Part> parts = new ArrayList<>();
    try (Progress progress = Progress.onStandardError()) {
      progress.show("measuring what caches cost here", "", 0);
      CoreCosts costs = CoreCosts.measure();
      Hardware hardware = topology(costs).with(costs);
      parts.add(Part.of("The machine", machineLines(hardware)));
      Part checked = unchecked ? null : checked(costs, subjects, progress);
      model(hardware, subjects, counts, curves, progress);
      parts.addAll(new CurveParts(curves).all());
      parts.add(new CurveParts(curves).answers());
      if (scenarios.isEmpty()) {
        parts.add(published(hardware, subjects, progress));
      }
      if (checked != null) {
        parts.add(checked);
      }
    }
    if (!curves.failures().isEmpty()) {
      parts.add(Part.of("What failed", curves.failures()));
    }
    console.print(Rendering.text(parts, Terminal.width()));
    console.flush();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      OutputFile.write(
          file.getValue(),
          file.getKey().equals(".md") ? Rendering.markdown(parts) : Rendering.html(parts));
    }
    return curves.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Topology topology(CoreCosts costs) {
    Topology topology = Topology.here(costs);
    for (Topology published : Topology.PUBLISHED) {
      if (published.name().equals(machine)) {
        topology = published;
      }
    }
    if (sockets != null && sockets == 1) {
      return topology.ofOneSocket(topology.cores());
    }
    return topology;
  }

  private static List<String> machineLines(Hardware hardware) {
    return List.of(
        hardware.name()
            + ": "
            + (hardware.sockets() == 1 ? "1 socket of " : hardware.sockets() + " sockets of ")
            + hardware.coresPerSocket()
            + " cores. A line's way: "
            + Numbers.time(hardware.near())
            + " between near cores, "
            + Numbers.time(hardware.within())
            + " within a socket, "
            + (hardware.sockets() == 1 ? "" : Numbers.time(hardware.between()) + " between sockets")
            + " ("
            + hardware.source()
            + ").",
        "Measured here: a hit "
            + Numbers.time(hardware.hit())
            + ", a locked operation "
            + Numbers.time(hardware.locked())
            + " and "
            + Numbers.time(hardware.commit())
            + " more just after a store, "
            + Numbers.time(hardware.reload())
            + " more just after a load of what the one before it changed, a first-level cache of "
            + hardware.cache().lines() / LINES_IN_KIB
            + " KiB; a core keeps a line for which others wait for "
            + Math.round(hardware.kept() * 100)
            + " % of its way"
            + ", a park or unpark "
            + Numbers.time(hardware.call())
            + ", from an unpark until the thread runs "
            + Numbers.time(hardware.wake())
            + ".",
        "All figures below are modelled, unless they say that they are measured.");
  }

  private List<Subject> subjects() {
    StrategyCatalog catalog = Strategies.catalog();
    List<Subject> subjects = new ArrayList<>();
    if (strategies.isEmpty()) {
      for (StrategyProvider provider : catalog.all()) {
        subjects.add(new Subject(provider.name(), provider.create()));
      }
    } else {
      for (String name : new LinkedHashSet<>(strategies)) {
        VmaLockStrategy strategy =
            name.equals(Published.COARSE) ? new Coarse() : catalog.named(name);
        subjects.add(new Subject(name, strategy));
      }
    }
    if (subjects.isEmpty()) {
      throw Check.wrong(spec, "no strategies found: put the jar of one on the --classpath");
    }
    return subjects;
  }

  /** The numbers of cores to model: those asked for that the machine has. */
  private List<Integer> counts() {
    int there =
        Topology.PUBLISHED.stream()
            .filter(published -> published.name().equals(machine))
            .mapToInt(Topology::cores)
            .findFirst()
            .orElse(Hardware.MOST_CORES);
    List<Integer> counts =
        (cores.isEmpty() ? CORES : cores)
            .stream().filter(count -> count <= there).distinct().sorted().toList();
    if (counts.isEmpty()) {
      throw Check.wrong(spec, "--cores: " + machine + " has " + there);
    }
    return counts;
  }

  private void model(
      Hardware hardware,
      List<Subject> subjects,
      List<Integer> counts,
      Curves curves,
      Progress progress) {
    List<Scene> scenes =
        (scenarios.isEmpty() ? Scene.labels() : scenarios)
            .stream().map(Scene::of).distinct().toList();
    double all = 0;
    for (int count : counts) {
      all += (BEGINNING + count) * scenes.size() * subjects.size();
    }
    double done = 0;
    for (Scene scene : scenes) {
      for (int count : counts) {
        for (Subject subject : subjects) {
          progress.show(
              "modelling " + scene.label(), count + " cores, " + subject.name(), done / all);
          if (count >= scene.leastCores()) {
            try {
              curves.add(scene, subject.name(), count, subject.run(hardware, scene, count, seed));
            } catch (IllegalStateException e) {
              curves.fail(scene, subject.name(), count, String.valueOf(e.getMessage()));
            }
          }
          done += BEGINNING + count;
        }
      }
    }
  }

  private Part published(Hardware hardware, List<Subject> subjects, Progress progress) {
    Map<String, Subject> byName = new LinkedHashMap<>();
    subjects.forEach(subject -> byName.put(subject.name(), subject));
    byName.put(Published.COARSE, new Subject(Published.COARSE, new Coarse()));
    return Published.part(
        (scene, strategy, count) -> {
          progress.show("modelling what others published", strategy + ", " + count + " cores", 1);
          Subject subject = byName.get(strategy);
          if (subject == null) {
            throw new IllegalArgumentException("no strategy " + strategy);
          }
          return subject.run(hardware, scene, count, seed);
        },
        subjects.stream().map(Subject::name).toList(),
        hardware.cores());
  }

  /** The scene of a benchmark. */
  private static Scene sceneOf(String scenario) {
    return scenario.equals(Measured.PAIR) ? Scene.PAIR_OWN : Scene.of(scenario);
  }

  /** The model of this machine as it is, beside measurements on it. */
  private Part checked(CoreCosts costs, List<Subject> subjects, Progress progress)
      throws IOException {
    List<String> measurable =
        CHECKED.stream()
            .filter(name -> scenarios.isEmpty() || scenarios.contains(sceneOf(name).label()))
            .toList();
    int processors = Runtime.getRuntime().availableProcessors();
    List<Integer> threads = processors < 2 ? List.of(1) : List.of(1, 2);
    progress.show("measuring on one core and two, some three minutes", "", 0);
    Measured measured =
        Measured.of(measurable, subjects.stream().map(Subject::name).toList(), threads);
    Hardware here =
        Topology.here(costs).ofOneSocket(Math.min(processors, Hardware.MOST_CORES)).with(costs);
    Checked checked = new Checked();
    for (String scenario : measurable) {
      Scene scene = sceneOf(scenario);
      for (int count : threads) {
        for (Subject subject : subjects) {
          Measured.Range range = measured.range(scenario, subject.name(), count);
          if (range != null) {
            Tally tally = subject.run(here, scene, count, seed);
            checked.add(scene, scenario, subject.name(), count, tally, measured.loop(), range);
          }
        }
      }
    }
    return checked.part(measured.loop());
  }
}
