package io.vmalock.bench.replay;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.replay.reconstruction.LastMaps;
import io.vmalock.bench.terminal.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what is mapped in each address space of a recording at its end. */
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
    footer = {"", "Exit status: 0 all well, 2 wrong options or input, 70 a bug in vmalock."})
public final class AreasCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(names = "--summary", description = "Only count.")
  private boolean summary;

  @Override
  public Integer call() {
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
                if (!summary) {
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
    out.flush();
    return ExitCode.OK;
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

  /** A thread's name may hold anything, and must not move the cursor. */
  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
