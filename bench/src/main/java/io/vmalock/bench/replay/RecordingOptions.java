package io.vmalock.bench.replay;

import io.vmalock.bench.cli.NearestName;
import io.vmalock.bench.replay.execution.ReplayPlan;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which recording to replay, and how. */
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
      description = "Your own recording: what strace wrote, gzipped or not. Needs --faults.")
  private @Nullable Path strace;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "What perf script wrote of the same run, gzipped or not. Needs --strace.")
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
   * Reads the recording.
   *
   * @throws ParameterException if it is not clear which
   */
  Recording read() throws IOException {
    Path calls = strace;
    Path touches = faults;
    if (calls != null && touches != null) {
      if (name != null) {
        throw wrong("give either the NAME of a recording or --strace and --faults, not both");
      }
      return Recordings.files(calls, touches, lenient);
    }
    if (calls != null || touches != null) {
      throw wrong(
          "--strace and --faults go together: two files of one run; see vmalock replay --help");
    }
    String asked = name == null ? Recordings.DEFAULT : name;
    if (!Recordings.NAMES.contains(asked)) {
      throw wrong(
          "no recording \""
              + asked
              + "\" is built in"
              + NearestName.to(asked, Recordings.NAMES)
                  .map(near -> ": did you mean " + near + "?")
                  .orElse("; there is " + String.join(", ", Recordings.NAMES))
              + " A recording of your own is given by --strace FILE --faults FILE");
    }
    return Recordings.named(asked);
  }

  int threadsLimit() {
    if (threadsLimit < 1) {
      throw wrong("--threads-limit must be at least 1, got " + threadsLimit);
    }
    return threadsLimit;
  }

  boolean clearsPages() {
    return !emptyHolds;
  }

  /** The same options again, for another JVM. */
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
