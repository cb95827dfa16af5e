package io.vmalock.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.report.ResultFile;
import io.vmalock.bench.report.Results;
import io.vmalock.bench.report.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands end to end, with real forks. */
class CompareCommandTest {
  private static final String RESULT = "result.json";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @Test
  void measuresReportsResumesAndDiffs(@TempDir Path out) throws Exception {
    String[] args = {
      "--profile",
      "tiny",
      "--rounds",
      "2",
      "--scenario",
      "pair,pair-nested,readers-writer-1ms",
      "--strategy",
      "refcnt,nothing,bare-add",
      "--threads",
      "1",
      "--out",
      out.toString()
    };
    assertThat(run(new CompareCommand(), args)).as(this::said).isZero();
    assertThat(said())
        .contains("3 rows, 3 columns, ", " JVMs to come: about ", "read pair", "pair-nested")
        .doesNotContain("failed");
    for (String file : new String[] {"report.html", "report.md", "report.csv", RESULT}) {
      assertThat(out.resolve(file)).isNotEmptyFile();
    }
    Results results = ResultFile.read(out.resolve(RESULT));
    assertThat(results.footprints().get("refcnt").one()).isBetween(24.0, 64.0);
    Row mixed = row(results, "readers-writer-1ms", "refcnt");
    assertThat(mixed.forks()).hasSize(3); // one of them to count
    assertThat(mixed.forks().get(0).counters()).containsKeys("fallbacks", "contended");
    assertThat(mixed.forks().get(0).counters().get("attempts"))
        .as("an attempt for each look-up, and more only where one was refused")
        .isBetween(0.99, 1.01 + 3 * mixed.forks().get(0).counters().get("contended"));
    assertThat(mixed.forks().get(1).latencies()).containsKey("writer");

    String[] resumed = Arrays.copyOf(args, args.length + 1);
    resumed[args.length] = "--resume";
    String before = Files.readString(out.resolve(RESULT));
    assertThat(run(new CompareCommand(), resumed)).isZero();
    assertThat(ResultFile.read(out.resolve(RESULT)).rows()).hasSize(results.rows().size());
    Path old = Files.writeString(out.resolve("old.json"), before);
    assertThat(
            run(
                new DiffCommand(),
                old.toString(),
                out.resolve(RESULT).toString(),
                "--fail-over",
                "10%"))
        .isZero();
    assertThat(run(new ReportCommand(), old.toString(), out.resolve(RESULT).toString())).isZero();
    assertThat(said()).contains("refcnt @run 1", "refcnt @run 2");
  }

  /**
   * A known cost: the atomic operations of a pair cannot be had for nothing, and those of two pairs
   * cost more than those of one. Had the compiler removed the work, all would look like the empty
   * control.
   */
  @Test
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
    assertThat(run(new CompareCommand(), args)).as(this::said).isZero();
    Results results = ResultFile.read(out.resolve(RESULT));
    double nothing = least(row(results, "pair", "nothing"));
    double pair = least(row(results, "pair", "refcnt"));
    assertThat(least(row(results, "pair", "bare-cas-add")))
        .as("two atomic operations, ns")
        .isGreaterThan(nothing + 2);
    assertThat(pair).as("a read pair, ns").isGreaterThan(nothing + 2);
    assertThat(least(row(results, "pair-nested", "refcnt")))
        .as("two pairs, ns, where one takes %s", pair)
        .isGreaterThan(1.3 * pair);
  }

  @Test
  void saysWhatScenariosMean() {
    assertThat(run(new CompareCommand(), "--list-scenarios")).isZero();
    assertThat(said()).contains("pair-hot  (quick", "stands for:", "refcnt", "coarse  (control)");
  }

  @Test
  void refusesWhatThereIsNot() {
    assertThat(run(new CompareCommand(), "--scenario", "pear")).isEqualTo(2);
    assertThat(errors.toString()).contains("unknown name 'pear'", "pair-hot");
    assertThat(run(new CompareCommand(), "--strategy", "refcount")).isEqualTo(2);
    assertThat(errors.toString()).contains("unknown name 'refcount'", "refcnt");
    assertThat(run(new CompareCommand(), "--profile", "fast")).isEqualTo(2);
    assertThat(errors.toString()).contains("unknown profile 'fast'", "quick, standard, full");
    assertThat(run(new DiffCommand(), "a.json", "b.json", "--fail-over", "lots")).isEqualTo(2);
    assertThat(run(new ReportCommand(), "no-such-file.json")).isEqualTo(2);
  }

  private static Row row(Results results, String scenario, String subject) {
    return results.rows().stream()
        .filter(row -> row.scenario().equals(scenario) && row.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  /** The least disturbed iteration of all. */
  private static double least(Row row) {
    return row.forks().stream()
        .flatMapToDouble(fork -> Arrays.stream(fork.times()))
        .min()
        .orElseThrow();
  }

  private int run(Object command, String... args) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      return new CommandLine(command).setErr(new PrintWriter(errors)).execute(args);
    } finally {
      System.setOut(out);
    }
  }

  private String said() {
    return printed.toString(StandardCharsets.UTF_8) + errors;
  }
}
