package io.vmalock.bench.replay;

import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.replay.reconstruction.LastMaps;
import io.vmalock.bench.replay.reconstruction.MapsCheck;
import io.vmalock.bench.replay.recorder.Recorder;
import io.vmalock.bench.replay.recording.Recordings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a recording of a program, checks it and replays it. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    header = "Record a program of your own, check the recording and replay it.",
    description = {
      "",
      "Runs the program under strace, and under perf where it is there, and writes NAME.strace and"
          + " NAME.faults, which vmalock replay takes. Both tools are ordinary packages; on Debian:"
          + " apt install strace linux-perf",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  vmalock record -- ls -l",
      "  vmalock record --output my --check-maps -- java -version",
      "  vmalock record --output server --attach 4711 --seconds 10",
      "",
      "Exit status: 0 all well, 1 a strategy failed or what is mapped differs from what the kernel"
          + " says, 2 wrong options or a tool is missing, 70 a bug in vmalock."
    })
public final class RecordCommand implements Callable<Integer> {
  private static final long DEFAULT_SECONDS = 10;
  private static final long MOST_SECONDS = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments.")
  private List<String> program = new ArrayList<>();

  @Option(
      names = {"--output", "-o"},
      paramLabel = "NAME",
      description =
          "Write NAME.strace and NAME.faults (default: the program's name, in this directory).")
  private @Nullable Path output;

  @Option(names = "--force", description = "Write over files that are there.")
  private boolean force;

  @Option(
      names = "--attach",
      paramLabel = "PID",
      description = "Record a process that is running, instead of a new one.")
  private int attach;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "For how long, with --attach (default: 10).")
  private @Nullable Long seconds;

  @Option(
      names = "--check-maps",
      description =
          "Hold what is mapped at the end of each process against /proc/PID/maps. For that each"
              + " process is held for 0.4 s before it exits; one that is attached to is stopped for"
              + " half a second.")
  private boolean checkMaps;

  @Option(names = "--no-replay", description = "Only record and check.")
  private boolean noReplay;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Check.range(spec, "--seconds", seconds, 1, MOST_SECONDS);
    if (program.isEmpty() == (attach == 0)) {
      throw wrong("give either a program, after --, or --attach PID");
    }
    if (attach < 0 || attach != 0 && !Files.exists(Path.of("/proc/" + attach))) {
      throw wrong("--attach: there is no process " + attach);
    }
    if (seconds != null && attach == 0) {
      throw wrong("--seconds is of --attach, which is not given: a program is recorded to its end");
    }
    Path trace = named(".strace");
    Path faults = named(".faults");
    for (Path file : List.of(trace, faults)) {
      Path directory = file.toAbsolutePath().getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        throw wrong("--output: there is no directory " + directory);
      }
      if (!Files.isWritable(directory)) {
        throw wrong("--output: cannot write to " + directory + ": permission denied");
      }
      if (Files.isDirectory(file)) {
        throw wrong("--output: " + file + " is a directory");
      }
      if (Files.exists(file) && !force) {
        throw wrong(file + " is there already; give another --output, or --force");
      }
    }
    if (attach == 0 && !program.get(0).contains("/") && Recorder.tool(program.get(0)) == null) {
      throw wrong("no program " + program.get(0) + " is on the PATH");
    }
    if (Recorder.tool("strace") == null) {
      throw wrong("strace is not installed; on Debian: apt install strace");
    }
    if (!Recorder.canTrace()) {
      throw wrong("strace may not trace here: try as root, or in a container with SYS_PTRACE");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean withFaults = Recorder.canCountFaults();
    if (!withFaults) {
      out.println(
          Recorder.tool("perf") == null
              ? "no page faults are recorded, since perf is not installed; on Debian: apt install"
                  + " linux-perf"
              : "no page faults are recorded, since perf may not count them here: try as root, or"
                  + " set /proc/sys/kernel/perf_event_paranoid to 1");
      out.flush();
    }
    List<String> unknown = Recorder.unknownCalls();
    if (!unknown.isEmpty()) {
      out.println(
          "calls to "
              + String.join(", ", unknown)
              + " are not recorded, since this strace does not know them: a newer one does");
      out.flush();
    }
    Recorder recorder = new Recorder(trace, faults);
    Recorder.Recorded recorded =
        attach != 0
            ? recorder.attach(
                attach, seconds == null ? DEFAULT_SECONDS : seconds, withFaults, checkMaps)
            : recorder.run(program, withFaults, checkMaps);
    out.println(
        "recorded to "
            + trace
            + (withFaults ? " and " + faults : "")
            + (recorded.status() == 0 ? "" : "; the program ended with " + recorded.status()));
    boolean right = check(trace, withFaults ? faults : null, recorded.maps(), out);
    out.flush();
    int replayed = noReplay ? ExitCode.OK : replay(trace, withFaults ? faults : null);
    return right || replayed != ExitCode.OK ? replayed : ExitCode.FAILED;
  }

  private Path named(String ending) {
    Path name = output;
    if (name == null) {
      Path file =
          attach != 0 ? Path.of("process-" + attach) : Path.of(program.get(0)).getFileName();
      name = Path.of(file == null ? "recording" : file.toString());
    }
    return name.resolveSibling(name.getFileName() + ending);
  }

  /** Reconstructs the recording, summarizes it, and compares it with the kernel's maps. */
  private static boolean check(
      Path trace, @Nullable Path faults, Map<Integer, List<String>> maps, PrintWriter out) {
    Map<Integer, LastMaps.Last> last = new HashMap<>();
    LastMaps all =
        LastMaps.of(
            Recordings.files(trace, faults, false),
            share -> {},
            space -> {
              if (maps.containsKey(space.pid())) {
                last.put(space.pid(), space);
              }
            });
    out.println(
        String.format(
            Locale.ROOT,
            "%,d calls, %,d faults, %,d address spaces, %,d threads, at most %,d areas in a space",
            all.calls(),
            all.faults(),
            all.spaces(),
            all.threads(),
            all.mostAreas()));
    all.remarks().lines().forEach(line -> out.println("  " + line));
    boolean right = true;
    for (Map.Entry<Integer, List<String>> one : maps.entrySet()) {
      LastMaps.Last space = last.get(one.getKey());
      if (space == null) {
        out.println("process " + one.getKey() + ": shared the space of another at its end");
        continue;
      }
      MapsCheck check = MapsCheck.of(one.getValue(), space.areas(), space.midway());
      right &= check.differences().isEmpty();
      check.lines(one.getKey()).forEach(out::println);
    }
    return right;
  }

  private int replay(Path trace, @Nullable Path faults) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--strace=" + trace);
    if (faults != null) {
      arguments.add("--faults=" + faults);
    }
    CommandLine parent = spec.commandLine().getParent();
    CommandLine command =
        parent == null
            ? new CommandLine(new ReplayCommand())
            : Objects.requireNonNull(parent.getSubcommands().get("replay"));
    return command.execute(arguments.toArray(new String[0]));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
