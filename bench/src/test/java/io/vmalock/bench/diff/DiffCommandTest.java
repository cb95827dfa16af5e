package io.vmalock.bench.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.report.FixedResults;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate: which runs pass, and the exit codes. */
class DiffCommandTest {
  private static final Results BEFORE = FixedResults.make();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path files;

  @Test
  void passesARunAgainstItself() throws IOException {
    assertThat(diff(BEFORE)).as(out + "" + err).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("0 differ significantly");
  }

  @Test
  void failsWhereARowGotSlower() throws IOException {
    Results slower = changed(1.2);
    assertThat(diff(slower)).as("no --fail-over").isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("SLOWER").contains("pair/1, refcnt");
    assertThat(diff(slower, "--fail-over", "10%")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("4 rows got slower by more than 10%");
    assertThat(diff(slower, "--fail-over", "25%")).isEqualTo(ExitCode.OK);
  }

  @Test
  void doesNotPassRowsThatAreGoneOrFailed() throws IOException {
    Results fewer =
        new Results(
            BEFORE.environment(),
            BEFORE.measurements().subList(1, BEFORE.measurements().size()),
            BEFORE.footprints(),
            List.of());
    gate(fewer, Obstacle.ROWS_GONE, 3, "pair/1, refcnt is not in the later run");
    Results failed =
        FixedResults.changed(
            BEFORE, each -> each.threads() == 1 ? FixedResults.failed(each, "no luck") : each);
    gate(failed, Obstacle.ROWS_GONE, 3, "write-16/1, refcnt failed: no luck");
  }

  @Test
  void doesNotPassOtherMachinesJvmsOrOptions() throws IOException {
    Environment e = BEFORE.environment();
    gate(
        in(
            new Environment(
                "Other",
                e.cores(),
                e.memory(),
                e.jvm(),
                e.javaVersion(),
                e.jvmArgs(),
                e.os(),
                e.commit(),
                e.command(),
                e.date(),
                e.load(),
                e.profile())),
        Obstacle.OTHER_MACHINE,
        4,
        "processor: \"A processor | of glass\" before");
    gate(
        in(
            new Environment(
                e.cpu(),
                e.cores(),
                e.memory(),
                "JVM 25",
                "25",
                e.jvmArgs(),
                e.os(),
                e.commit(),
                e.command(),
                e.date(),
                e.load(),
                e.profile())),
        Obstacle.OTHER_JVM,
        5,
        "Java version: \"17.0.15\" before, \"25\" after");
    gate(
        in(
            new Environment(
                e.cpu(),
                e.cores(),
                e.memory(),
                e.jvm(),
                e.javaVersion(),
                "-Xint",
                e.os(),
                e.commit(),
                e.command(),
                e.date(),
                e.load(),
                e.profile())),
        Obstacle.OTHER_OPTIONS,
        6,
        "JVM options:");
  }

  @Test
  void whatAForeignFileCallsItsMachineDoesNotMoveTheCursor() throws IOException {
    Environment e = BEFORE.environment();
    Environment other =
        new Environment(
            "A \u001b[2J\u009bm\u202e\b",
            e.cores(),
            e.memory(),
            e.jvm(),
            e.javaVersion(),
            e.jvmArgs(),
            e.os(),
            e.commit(),
            e.command(),
            e.date(),
            e.load(),
            e.profile());
    assertThat(diff(in(other))).isEqualTo(4);
    assertThat(Paragraph.lines("a\u001b[2Jb", 80)).containsExactly("a\\u001b[2Jb");
    assertThat(new TextTable("x").row("\u009b2J").lines(80)).endsWith("\\u009b2J");
    assertThat(out.toString())
        .contains("A \\u001b[2J\\u009bm\\u202e\\u0008")
        .doesNotContain("\u001b", "\u009b", "\u202e", "\b");
  }

  @Test
  void doesNotPassRowsThatCannotShowADifference() throws IOException {
    gate(
        FixedResults.changed(BEFORE, each -> FixedResults.forks(each, 3)),
        Obstacle.TOO_FEW_FORKS,
        7,
        "pair/1, refcnt has 3 forks in the later run; 4 are needed");
    gate(
        FixedResults.changed(BEFORE, each -> FixedResults.with(each, false)),
        Obstacle.TOO_FEW_FORKS,
        7,
        "pair/1, refcnt was not warm in the later run");
  }

  /** On a machine that does other things too, nothing may be left of rows of several threads. */
  @Test
  void saysWhyARowThatWasMeasuredHasNoFigure() throws IOException {
    Results busy = FixedResults.changed(BEFORE, each -> FixedResults.busy(each, 0.4));
    gate(
        busy,
        Obstacle.TOO_FEW_FORKS,
        7,
        "has no figure in the later run: in 100 % of its iterations");
    assertThat(out.toString()).contains("was not on a CPU");
  }

  @Test
  void doesNotPassWhereNothingCanBeCompared() throws IOException {
    Results failed = FixedResults.changed(BEFORE, each -> FixedResults.failed(each, "no luck"));
    Path file = files.resolve("failed.json");
    ResultFile.write(file, failed);
    assertThat(Diff.of(ResultFile.read(file), BEFORE).obstacles())
        .containsOnlyKeys(Obstacle.TOO_FEW_FORKS);
  }

  private void gate(Results after, Obstacle obstacle, int status, String told) throws IOException {
    assertThat(diff(after, "--fail-over=1000")).as(out.toString()).isEqualTo(status);
    assertThat(out.toString())
        .contains(told, "exit " + status + " (--allow " + obstacle.label() + ")");
    assertThat(diff(after, "--fail-over=1000", "--allow", obstacle.label())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains(told, "(allowed)");
  }

  private static Results changed(double factor) {
    UnaryOperator<double[]> slower = times -> Arrays.stream(times).map(t -> t * factor).toArray();
    return FixedResults.changed(
        BEFORE, each -> each.scenario().equals("pair") ? FixedResults.times(each, slower) : each);
  }

  private static Results in(Environment environment) {
    return new Results(environment, BEFORE.measurements(), BEFORE.footprints(), List.of());
  }

  private int diff(Results after, String... more) throws IOException {
    Path old = files.resolve("old.json");
    Path now = files.resolve("new.json");
    ResultFile.write(old, BEFORE);
    ResultFile.write(now, after);
    out.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("diff", old.toString(), now.toString()));
    arguments.addAll(List.of(more));
    return Vmalock.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(new String[0]));
  }
}
