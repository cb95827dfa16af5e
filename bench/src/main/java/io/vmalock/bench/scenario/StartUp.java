package io.vmalock.bench.scenario;

import io.vmalock.bench.machine.ForkedJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A program's whole life, if it ends after its first steps: the JVM, the classes, the search for
 * the strategy, and the steps, interpreted. The control is the same JVM without vmalock.
 *
 * <p>Each operation is a process of its own, with the class path and options of this one.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StartUp {
  /** The program. */
  @State(Scope.Benchmark)
  public static class Program {
    /** What it does before it ends. */
    @Param({"READS", "LOOK_UPS", "FUNCTIONS", "SECTIONS"})
    public FirstSteps steps = FirstSteps.READS;
  }

  /** Runs it. */
  @Scenario(
      name = "start-up-reads",
      family = Family.START_UP,
      meaning = "a process that finds its strategy, does 1,000 read pairs, and ends",
      load = "a command-line tool, a function that is started for each request",
      params = "steps=READS",
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "start-up-look-ups",
      family = Family.START_UP,
      meaning = "a process that maps 16 areas, does 1,000 look-ups by a hold, and ends",
      load = "a command-line tool, a function that is started for each request",
      params = "steps=LOOK_UPS",
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "start-up-lambda",
      family = Family.START_UP,
      meaning = "as start-up-look-ups, by the space's readLong with a lambda",
      load = "a command-line tool, a function that is started for each request",
      params = "steps=FUNCTIONS",
      timing = Timing.SAMPLED,
      busy = false)
  @Scenario(
      name = "start-up-sections",
      family = Family.START_UP,
      meaning = "a process that does 1,000 sections, each of which maps and unmaps, and ends",
      load = "a command-line tool, a function that is started for each request",
      params = "steps=SECTIONS",
      timing = Timing.SAMPLED,
      busy = false,
      excludes = true)
  @Benchmark
  public String startUp(Program program) throws IOException, InterruptedException {
    return run(program.steps);
  }

  /** Runs a program without steps. */
  @Control(
      name = "jvm-alone",
      of = {"start-up-reads", "start-up-look-ups", "start-up-lambda", "start-up-sections"},
      meaning = "the same process without vmalock: the JVM starts and ends")
  @Benchmark
  public String jvmAlone(Program program) throws IOException, InterruptedException {
    return run(FirstSteps.NONE);
  }

  private static String run(FirstSteps steps) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    ForkedJvm.End end = ForkedJvm.run(FirstSteps.class, List.of(steps.name()), lines::add);
    if (end.status() != 0 || lines.size() != 1) {
      throw new IllegalStateException(
          steps + " ended with status " + end.status() + ": " + lines + " " + end.errors());
    }
    return lines.get(0);
  }
}
