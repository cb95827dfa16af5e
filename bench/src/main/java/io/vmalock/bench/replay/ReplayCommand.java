package io.vmalock.bench.replay;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.bench.machine.ForkedJvm;
import io.vmalock.bench.machine.Machine;
import io.vmalock.bench.replay.execution.ReplayPlan;
import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.RecordingException;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.selection.Strategies;
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

/** The replay command, which runs a recorded program on every strategy, side by side. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    header = "Replay a recorded program on every strategy, side by side.",
    description = {
      "",
      "A recording is what strace and perf wrote of a real program: each call that changed its"
          + " address spaces, and each page fault. It is done again on vmalock's address space, one"
          + " thread for each recorded one, as fast as the recorded order permits. Every fault must"
          + " find exactly the area that a sequential reconstruction of the recording says, and"
          + " every space must end with the same map; if not, the command says so and ends with 1.",
      "",
      "Each strategy has JVMs of its own, and they take turns, so that a slow minute of the machine"
          + " hits all of them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock replay",
      "  vmalock replay javac --strategy refcnt,stamped --repeat 50",
      "  vmalock replay --strace my.strace.gz --faults my.faults.gz --out my.json",
      "",
      "To record your own program (ls here), with Debian's strace and linux-perf:",
      "  perf record -k CLOCK_REALTIME -e page-faults -c 1 -d -o my.perf \\",
      "    strace -f -ttt -o my.strace \\",
      "      -e trace=%%memory,clone,clone3,fork,vfork,execve,exit,exit_group ls",
      "  perf script -i my.perf --ns -F comm,pid,tid,time,addr >my.faults",
      "",
      "Exit status: 0 all well, 1 a strategy failed, 2 wrong options or input, 70 a bug in vmalock."
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final int MOST_MILLIS = 3_600_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(
      names = {"-s", "--strategy"},
      paramLabel = "NAME",
      split = ",",
      description = "Which strategies, with commas between (default: all that are found).")
  private @Nullable List<String> strategies;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "How many replays are measured in each JVM (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int repeat;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description = "How many JVMs each strategy gets, in turn (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int jvms;

  @Option(
      names = "--warm-up",
      paramLabel = "MILLIS",
      description =
          "How long each JVM replays before it measures; 0 for not at all (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private long warmUpMillis;

  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Check.range(spec, "--repeat", repeat, 1, MOST);
    Check.range(spec, "--jvms", jvms, 1, MOST);
    Check.range(spec, "--warm-up", warmUpMillis, 0, MOST_MILLIS);
    Map<String, Path> files = out.files("replay", List.of(".json"));
    List<String> names = names();
    PrintWriter console = spec.commandLine().getOut();
    Recording read = recording.recording();
    Reconstruction reconstruction = Reconstruction.of(read);
    if (reconstruction.sections() == 0 && reconstruction.faults() == 0) {
      throw new RecordingException(
          read.traces().get(0).name()
              + ": nothing to replay in it, neither a call that changes what is mapped nor a fault;"
              + " record with strace -f -ttt -e trace=%memory,shmget,%process, or ./vmalock record");
    }
    ReplayPlan plan = ReplayPlan.of(reconstruction, recording.threadsLimit());
    ReplayTable.summary(reconstruction, plan.lanes().size()).stream()
        .flatMap(line -> Paragraph.lines(line, Terminal.width()).stream())
        .forEach(console::println);
    console.println(Machine.here());
    console.println();
    console.flush();
    Map<String, ReplayResult> results = new LinkedHashMap<>();
    boolean ok;
    try (Progress progress = Progress.onStandardError()) {
      ok = measure(read.name(), names, reconstruction.digest(), results, progress);
    }
    if (!results.isEmpty()) {
      ReplayTable.lines(reconstruction, List.copyOf(results.values())).forEach(console::println);
      console.flush();
      write(files.get(".json"), read.name(), results);
    }
    return ok ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Returns the strategies that were asked for, all of them available; or all that are found. */
  private List<String> names() {
    List<String> asked = strategies;
    if (asked == null) {
      asked = Strategies.all().stream().map(StrategyProvider::name).toList();
      if (asked.isEmpty()) {
        Strategies.choose(); // the message says what to do
      }
    }
    List<String> names = new ArrayList<>(new LinkedHashSet<>(asked));
    names.forEach(Strategies::named);
    return names;
  }

  /**
   * Replays on all strategies, and returns whether all went well. It reports a strategy that fails,
   * and gives it no further JVM.
   */
  private boolean measure(
      String name,
      List<String> names,
      String oracle,
      Map<String, ReplayResult> results,
      Progress progress)
      throws IOException, InterruptedException {
    List<String> good = new ArrayList<>(names);
    for (int round = 0; round < jvms; round++) {
      for (String strategy : List.copyOf(good)) {
        double before = ((double) round * names.size() + names.indexOf(strategy));
        double all = (double) jvms * names.size();
        String step =
            "replay of " + name + " on " + strategy + ", JVM " + (round + 1) + " of " + jvms;
        progress.show(step, "", before / all);
        ReplayResult result =
            jvm(
                strategy,
                done ->
                    progress.show(
                        step,
                        "replay " + done + " of " + repeat,
                        (before + (double) done / repeat) / all));
        if (result == null || !isRight(result, oracle)) {
          good.remove(strategy);
          results.remove(strategy);
        } else {
          results.merge(strategy, result, ReplayResult::plus);
        }
      }
    }
    return good.size() == names.size();
  }

  private boolean isRight(ReplayResult result, String oracle) {
    if (result.failed() > 0) {
      tell(
          "strategy "
              + result.strategy()
              + " FAILED: "
              + result.failed()
              + (result.failed() == 1 ? " answer is" : " answers are")
              + " not what the recording says");
      result.failures().forEach(this::tell);
      return false;
    }
    if (!result.oracle().equals(oracle)) {
      tell(
          "strategy "
              + result.strategy()
              + " was held against another reconstruction than the others: was the recording"
              + " changed meanwhile?");
      return false;
    }
    return true;
  }

  /** Replays in another JVM; reports a failure of that JVM, and then returns null. */
  private @Nullable ReplayResult jvm(String strategy, java.util.function.IntConsumer done)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(recording.asArguments());
    arguments.addAll(
        List.of(
            "--strategy=" + strategy, "--repeat=" + repeat, "--warm-up-millis=" + warmUpMillis));
    List<String> results = new ArrayList<>();
    ForkedJvm.End end =
        ForkedJvm.run(
            ReplayFork.class,
            arguments,
            line -> {
              if (line.startsWith(ReplayFork.DONE)) {
                done.accept(Integer.parseInt(line.substring(ReplayFork.DONE.length())));
              } else if (line.startsWith(ReplayFork.RESULT)) {
                results.add(line.substring(ReplayFork.RESULT.length()));
              }
            });
    try {
      if (results.size() == 1) {
        return new GsonBuilder().create().fromJson(results.get(0), ReplayResult.class);
      }
    } catch (JsonSyntaxException e) {
      tell("what came from the JVM of " + strategy + " cannot be read: " + e.getMessage());
    }
    tell("strategy " + strategy + " FAILED: its JVM ended with " + end.status());
    tell(end.errors().strip());
    return null;
  }

  private void tell(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }

  private void write(@Nullable Path file, String name, Map<String, ReplayResult> results)
      throws IOException {
    if (file == null) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("recording", name);
    all.put("machine", Machine.here());
    all.put("jvms", jvms);
    all.put("repeat", repeat);
    all.put("results", results.values());
    OutputFile.write(file, new GsonBuilder().setPrettyPrinting().create().toJson(all) + "\n");
  }
}
