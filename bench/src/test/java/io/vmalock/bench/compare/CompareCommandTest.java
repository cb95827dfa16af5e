package io.vmalock.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.ResultFile;
import io.vmalock.bench.result.Results;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands end to end, with real forks. */
class CompareCommandTest {
  private static final String RESULT = "result.json";

  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void measuresReportsResumesAndDiffs(@TempDir Path out) throws Exception {
    String[] args = {
      "--profile",
      "tiny",
      "--rounds",
      "2",
      "--scenario",
      "pair,readers-writer-1ms",
      "--strategy",
      "refcnt,nothing",
      "--threads",
      "1",
      "--out",
      out.toString()
    };
    assertThat(run("compare", args)).as(this::said).isZero();
    assertThat(said())
        .contains("2 rows, 2 columns, ", " JVMs to come: about ", "read pair", "cold")
        .doesNotContain("failed");
    for (String file : new String[] {"report.html", "report.md", "report.csv", RESULT}) {
      assertThat(out.resolve(file)).isNotEmptyFile();
    }
    Results results = ResultFile.read(out.resolve(RESULT));
    assertThat(results.footprints().get("refcnt").one()).isBetween(24.0, 64.0);
    Measurement mixed = measurement(results, "readers-writer-1ms", "refcnt");
    assertThat(mixed.forks()).hasSize(3); // one of them to count
    assertThat(mixed.forks().get(0).counters()).containsKeys("fallbacks", "contended");
    assertThat(mixed.forks().get(0).counters().get("attempts"))
        .as("an attempt for each look-up, and more only where one was refused")
        .isBetween(0.99, 1.01 + 3 * mixed.forks().get(0).counters().get("contended"));
    assertThat(mixed.forks().get(1).latencies()).containsKey("writer");

    String[] resumed = Arrays.copyOf(args, args.length + 1);
    resumed[args.length] = "--resume";
    String before = Files.readString(out.resolve(RESULT));
    assertThat(run("compare", resumed)).isZero();
    assertThat(ResultFile.read(out.resolve(RESULT)).measurements())
        .hasSize(results.measurements().size());
    Path old = Files.writeString(out.resolve("old.json"), before);
    assertThat(run("diff", old.toString(), out.resolve(RESULT).toString(), "--fail-over", "10%"))
        .as("two cold forks for each figure show nothing")
        .isEqualTo(ExitCode.TOO_FEW_FORKS);
    assertThat(run("report", old.toString(), out.resolve(RESULT).toString())).isZero();
    assertThat(said()).contains("refcnt @run 1", "refcnt @run 2");
  }

  /**
   * The atomic operations of a pair have a known least cost. If the compiler removed the work, all
   * would look like the empty control. These are lower bounds: other work on the machine only makes
   * a figure larger.
   */
  @Test
  @Tag("slow")
  void doesTheWorkThatItTimes(@TempDir Path out) throws Exception {
    String[] args = {
      "--profile",
      "quick",
      "--rounds",
      "1",
      "--scenario",
      "pair,pair-nested",
      "--strategy",
      "refcnt,nothing,bare-cas-add",
      "--out",
      out.toString()
    };
    assertThat(run("compare", args)).as(this::said).isZero();
    Results results = ResultFile.read(out.resolve(RESULT));
    double nothing = least(measurement(results, "pair", "nothing"));
    assertThat(least(measurement(results, "pair", "bare-cas-add")))
        .as("two atomic operations, ns")
        .isGreaterThan(nothing + 2);
    assertThat(least(measurement(results, "pair", "refcnt")))
        .as("a read pair, ns")
        .isGreaterThan(nothing + 2);
    assertThat(least(measurement(results, "pair-nested", "refcnt")))
        .as("two read pairs, ns")
        .isGreaterThan(nothing + 4);
  }

  @Test
  void explainsScenarios() {
    assertThat(run("compare", "--list-scenarios")).isZero();
    assertThat(said()).contains("pair-hot  (quick", "stands for:", "refcnt", "coarse  (control)");
  }

  private static Measurement measurement(Results results, String scenario, String column) {
    return results.measurements().stream()
        .filter(each -> each.scenario().equals(scenario) && each.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  /** The least disturbed iteration of all. */
  private static double least(Measurement measurement) {
    return measurement.forks().stream()
        .flatMapToDouble(fork -> Arrays.stream(fork.times()))
        .min()
        .orElseThrow();
  }

  private int run(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    return Vmalock.commandLine()
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(errors, true))
        .execute(all.toArray(new String[0]));
  }

  private String said() {
    return printed.toString() + errors;
  }
}
