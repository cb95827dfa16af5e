package io.vmalock.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vmalock.bench.Vmalock;
import io.vmalock.bench.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conform command: what it makes of its options, and what it leaves. */
class ConformCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Vmalock.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "--rule, X22, there is no rule \"X22\"; did you mean X2?",
    "--rule, m22, there is no rule \"m22\"; did you mean M2?",
    "--layer, scenarios, there is no layer \"scenarios\"; did you mean scenario?",
    "--level, depe, there is no level \"depe\"; did you mean deep?",
    "--only, start-Write-twice-is-once, did you mean startWrite-twice-is-once?",
    "--layer, fuzzy, 'choose one of scenario, generated, model-checker, stress, space'",
    "--strategy, refcmt, did you mean \"refcnt\"?",
    "--classpath, nowhere.jar, nowhere.jar: no such file or directory"
  })
  void mistypedNamesGetTheNearestRightOne(String option, String value, String told) {
    assertThat(run("conform", option, value)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(told);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void oneRuleInOneLayerIsJudgedAndReported(@TempDir Path directory) throws IOException {
    int exit =
        run(
            "conform",
            "--strategy",
            "refcnt,stamped",
            "--rule",
            "p6,W1",
            "--layer",
            "Scenario",
            "--seed",
            "7",
            "--out",
            directory.toString());

    assertThat(exit).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^W1 +required +S +✓ +✓ ")
        .containsPattern("(?m)^P6 +capability +S +✓ 1 +✓ 2 ")
        .contains("2  P6 of stamped: in part: does not declare READER_LIMIT")
        .contains("seed 7")
        .contains("excluded: layer model-checker: not asked for");
    JsonObject json =
        JsonParser.parseString(Files.readString(directory.resolve("conformance.json")))
            .getAsJsonObject();
    assertThat(json.getAsJsonObject("settings").get("command").getAsString())
        .startsWith("./vmalock conform --strategy refcnt,stamped --rule p6,W1 --layer Scenario");
    assertThat(Files.readString(directory.resolve("conformance.html"))).contains("<td>W1</td>");
    assertThat(Files.readString(directory.resolve("conformance.md"))).contains("| W1 |");
  }

  @Test
  void aScheduleThatNeverHappensIsNotJudged() {
    int exit = run("conform", "--strategy", "refcnt", "--replay", "r0|w0 w1 @ 9999.1>0");
    assertThat(exit).as(out.toString()).isEqualTo(ExitCode.NOT_JUDGED);
    assertThat(out.toString())
        .contains("not judged", "the program never reaches 9999.1>0 of schedule 9999.1>0")
        .doesNotContain("keeps the contract");
  }

  @ParameterizedTest
  @CsvSource({"r0|w0 w1 @ 1.99999999999999>2", "r0|w0 w1 @ x", "nonsense"})
  void aScheduleThatCannotBeReadIsRefused(String execution) {
    assertThat(run("conform", "--strategy", "refcnt", "--replay", execution))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--replay: no").doesNotContain("For input string");
  }

  @Test
  void helpTeaches() {
    assertThat(run("conform", "--help")).isZero();
    assertThat(out.toString())
        .contains(
            "scenarios", "stress", "model-checker", "docs/contract.md", "--classpath mine.jar")
        .contains("--level", "--seed", "--rule", "--out", "--only");
  }
}
