package io.vmalock.bench.replay;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.replay.reconstruction.LastMaps;
import io.vmalock.bench.replay.reconstruction.MapsCheck;
import io.vmalock.bench.replay.recording.RecordingException;
import io.vmalock.bench.terminal.Progress;
import io.vmalock.bench.text.ForeignText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the areas of each address space of a recording at its end. */
@Command(
    name = "areas",
    mixinStandardHelpOptions = true,
    header = "Show what a recorded program had mapped at its end.",
    description = {
      "",
      "Goes through the recording as vmalock replay does before it replays, and shows the areas of"
          + " each address space at its end. Needs memory for these only, however long the"
          + " recording is.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  vmalock areas --strace my.strace --faults my.faults --maps my.maps --process 4711",
      "",
      "Exit status: 0 all well, 1 what is mapped differs from --maps, 2 wrong options or input, 70 a"
          + " bug in vmalock."
    })
public final class AreasCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(names = "--summary", description = "Only count.")
  private boolean summary;

  @Option(
      names = "--maps",
      paramLabel = "FILE",
      description =
          "Hold what a process had mapped at its end against this copy of its /proc/PID/maps, made"
              + " just before that end.")
  private @Nullable Path maps;

  @Option(
      names = "--process",
      paramLabel = "PID",
      description = "The process of --maps (default: the only one).")
  private int process;

  @Override
  public Integer call() {
    if (process != 0 && maps == null) {
      throw wrong("--process is of --maps, which is not given");
    }
    List<String> kernels = maps == null ? List.of() : read(maps);
    Map<Integer, LastMaps.Last> last = new TreeMap<>();
    PrintWriter out = spec.commandLine().getOut();
    LastMaps all;
    try (Progress progress = Progress.onStandardError()) {
      all =
          LastMaps.of(
              recording.recording(),
              share ->
                  progress.show(
                      "reconstruction",
                      String.format(Locale.ROOT, "%.0f %% read", 100 * share),
                      share),
              space -> {
                last.put(space.pid(), space);
                if (!summary && maps == null) {
                  show(out, space);
                }
              });
    }
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
    int status = maps == null ? ExitCode.OK : check(out, kernels, last);
    out.flush();
    return status;
  }

  private static List<String> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      MapsCheck.of(lines, List.of(), false); // rejects a line that is not one of maps
      return lines;
    } catch (IllegalArgumentException e) {
      throw new RecordingException(file + ": " + ForeignText.line(String.valueOf(e.getMessage())));
    } catch (NoSuchFileException e) {
      throw new RecordingException("cannot read " + file + ": no such file or directory");
    } catch (IOException e) {
      throw new RecordingException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private int check(PrintWriter out, List<String> kernels, Map<Integer, LastMaps.Last> last) {
    String all = last.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    if (process == 0 && last.size() != 1) {
      throw wrong("--maps needs --process PID, one of " + all);
    }
    LastMaps.Last space = process == 0 ? last.values().iterator().next() : last.get(process);
    if (space == null) {
      throw wrong("--process: " + process + " is no process of the recording, but " + all);
    }
    MapsCheck check = MapsCheck.of(kernels, space.areas(), space.midway());
    check.lines(space.pid()).forEach(out::println);
    return check.differences().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void show(PrintWriter out, LastMaps.Last space) {
    out.println(
        "space "
            + space.index()
            + " of process "
            + space.pid()
            + " ("
            + printable(space.thread())
            + "), "
            + (space.line() == 0 ? "at the end" : "ended by line " + Math.abs(space.line())));
    space.areas().forEach(area -> out.println("  " + area));
  }

  /** Makes a thread's name harmless: it may contain any character, and must not move the cursor. */
  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
