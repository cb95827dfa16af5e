package io.vmalock.bench.scenario;

import io.vmalock.bench.replay.execution.Outcome;
import io.vmalock.bench.replay.execution.Replay;
import io.vmalock.bench.replay.execution.ReplayPlan;
import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.replay.recording.Recordings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A recorded program, replayed once: every call and every fault, on a thread for each recorded one.
 *
 * <p>Nothing is removed: each fault is checked against the area that the recording expects, and the
 * final map against the recording's.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Replayed {
  /** A built-in recording. */
  @State(Scope.Benchmark)
  public static class Program {
    /** Its name. */
    @Param("javac")
    public String recording = Recordings.DEFAULT;

    private Replay replay;

    /** Reads it. */
    @Setup
    public void read() throws IOException {
      Reconstruction reconstruction = Reconstruction.of(Recordings.named(recording));
      ReplayPlan plan = ReplayPlan.of(reconstruction, ReplayPlan.MOST_THREADS);
      replay = new Replay(plan, ThisJvm.STRATEGY, false);
    }
  }

  /** One replay, its threads' start and end included. */
  @Scenario(
      name = "replay-javac",
      family = Family.REPLAY,
      meaning =
          "replay a recorded run of javac: all its map changes and page faults, as fast as goes",
      load = "a compiler in a JVM",
      params = "recording=javac",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Benchmark
  public Outcome replay(Program program) throws InterruptedException {
    Outcome outcome = program.replay.run();
    if (outcome.failed() > 0) {
      throw new IllegalStateException("the replay went wrong: " + outcome.failures());
    }
    return outcome;
  }
}
