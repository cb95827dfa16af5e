package io.vmalock.bench.replay;

import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.NearestName;
import io.vmalock.bench.replay.execution.ReplayPlan;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.Recordings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that choose a recording and the way to read it. */
final class RecordingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A recording that is built in: javac, one run of it (the default).")
  private @Nullable String name;

  @Option(
      names = "--strace",
      paramLabel = "FILE",
      description =
          "Your own recording: what strace wrote, gzipped or not; or the name that strace -ff -o"
              + " was given, where it wrote a file for each thread.")
  private @Nullable Path strace;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description =
          "What perf script wrote of the same run, gzipped or not. Without it only the calls are"
              + " replayed. Needs --strace.")
  private @Nullable Path faults;

  @Option(
      names = "--lenient",
      description =
          "Leave out, count and show lines that are malformed or tell of something that cannot be"
              + " replayed, instead of stopping at the first.")
  private boolean lenient;

  @Option(
      names = "--threads-limit",
      paramLabel = "N",
      description =
          "Recorded threads beyond N share replay threads, first those that never lived at the same"
              + " time (default: ${DEFAULT-VALUE}).",
      defaultValue = "" + ReplayPlan.MOST_THREADS)
  private int threadsLimit;

  @Option(
      names = "--empty-holds",
      description =
          "Do nothing inside a hold. Otherwise each fault clears 4 KiB there, as the kernel does"
              + " with a page.")
  private boolean emptyHolds;

  /**
   * Returns the chosen recording, not yet read.
   *
   * @throws ParameterException if the options are not clear
   */
  Recording recording() {
    Path calls = strace;
    if (calls != null) {
      if (name != null) {
        throw wrong("give either the NAME of a recording or --strace, not both");
      }
      return Recordings.files(calls, faults, lenient);
    }
    if (faults != null) {
      throw wrong("--faults needs --strace, the calls of the same run");
    }
    String asked = name == null ? Recordings.DEFAULT : name;
    if (!Recordings.NAMES.contains(asked)) {
      throw wrong(
          "no recording \""
              + asked
              + "\" is built in: "
              + NearestName.hint(asked, Recordings.NAMES)
              + " A recording of your own is given by --strace FILE --faults FILE");
    }
    return Recordings.named(asked);
  }

  int threadsLimit() {
    Check.range(spec, "--threads-limit", threadsLimit, 1, Integer.MAX_VALUE);
    return threadsLimit;
  }

  boolean clearsPages() {
    return !emptyHolds;
  }

  /** Returns these options as arguments, for another JVM. */
  List<String> asArguments() {
    List<String> arguments = new ArrayList<>();
    if (name != null) {
      arguments.add(name);
    }
    if (strace != null) {
      arguments.add("--strace=" + strace.toAbsolutePath());
    }
    if (faults != null) {
      arguments.add("--faults=" + faults.toAbsolutePath());
    }
    if (lenient) {
      arguments.add("--lenient");
    }
    if (emptyHolds) {
      arguments.add("--empty-holds");
    }
    arguments.add("--threads-limit=" + threadsLimit);
    return arguments;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
