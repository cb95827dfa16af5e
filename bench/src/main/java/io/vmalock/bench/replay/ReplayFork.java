package io.vmalock.bench.replay;

import com.google.gson.Gson;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.replay.execution.Outcome;
import io.vmalock.bench.replay.execution.Replay;
import io.vmalock.bench.replay.execution.ReplayPlan;
import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.selection.Strategies;
import io.vmalock.space.SpaceStats;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Replays on one strategy. {@link ReplayCommand} runs this class in a JVM of its own. It prints a
 * line for each replay, and a line with a {@link ReplayResult}.
 */
@Command(name = "replay-fork")
public final class ReplayFork implements Callable<Integer> {
  static final String DONE = "done ";
  static final String RESULT = "result ";

  /** The time of the warm-up, after which the compiler is done with most of the code. */
  private static final int LEAST_WARM_UPS = 5;

  private static final int MOST_TOLD = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(names = "--strategy", required = true)
  private String strategy = "";

  @Option(names = "--repeat", required = true)
  private int repeat;

  @Option(names = "--warm-up-millis", required = true)
  private long warmUpMillis;

  /** Replays according to the arguments, and exits. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ReplayFork()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Reconstruction reconstruction = Reconstruction.of(recording.recording());
    ReplayPlan plan = ReplayPlan.of(reconstruction, recording.threadsLimit());
    Replay replay = new Replay(plan, Strategies.named(strategy), recording.clearsPages());
    Tally tally = new Tally();
    long until = System.nanoTime() + warmUpMillis * 1_000_000;
    int least = warmUpMillis == 0 ? 0 : LEAST_WARM_UPS;
    for (int i = 0; tally.failed == 0 && (i < least || System.nanoTime() < until); i++) {
      tally.check(replay.run());
    }
    for (int i = 0; tally.failed == 0 && i < repeat; i++) {
      Outcome outcome = replay.run();
      tally.check(outcome);
      tally.measure(outcome);
      out.println(DONE + (i + 1));
      out.flush();
    }
    out.println(RESULT + new Gson().toJson(tally.result(strategy, reconstruction.digest())));
    out.flush();
    return tally.failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Returns the result of the replays so far. */
  private static final class Tally {
    private final List<ReplayResult.Times> times = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable SpaceStats counts;
    private long failed;

    void check(Outcome outcome) {
      failed += outcome.failed();
      outcome.failures().stream()
          .limit(MOST_TOLD - Math.min(MOST_TOLD, failures.size()))
          .forEach(failures::add);
    }

    void measure(Outcome outcome) {
      times.add(ReplayResult.Times.of(outcome));
      for (SpaceStats more : outcome.counts()) {
        counts = counts == null ? more : counts.plus(more);
      }
    }

    ReplayResult result(String strategy, String oracle) {
      return new ReplayResult(
          strategy,
          oracle,
          List.of(times),
          counts == null ? ReplayResult.Counted.NOTHING : ReplayResult.Counted.of(counts),
          failures,
          failed);
    }
  }
}
