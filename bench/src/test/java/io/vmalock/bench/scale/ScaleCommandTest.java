package io.vmalock.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import io.vmalock.bench.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScaleCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int scale(String... arguments) {
    CommandLine command = Vmalock.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "scale";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return command.execute(all);
  }

  @Test
  void figuresAreSaidToBeModelledInEveryForm(@TempDir Path directory) throws IOException {
    int status =
        scale(
            "--no-check",
            "--machine=graviton3",
            "--strategy=refcnt",
            "--scenario=pair-hot",
            "--cores=1,2",
            "--out=" + directory);
    assertThat(status).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("reads in a microsecond, all cores together, modelled");
    String page = Files.readString(directory.resolve("scale.html"));
    assertThat(page).contains("<svg", "modelled", "core-to-core-latency");
    assertThat(Files.readString(directory.resolve("scale.md"))).contains("| cores | 1 | 2 |");
  }

  @Test
  void aMistypedNameGetsTheNearestRightOne() {
    assertThat(scale("--scenario=pair-hat")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("pair-hot");
    assertThat(scale("--machine=millan")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("milan");
  }

  @Test
  void moreCoresThanTheMachineHasAreRefused() {
    assertThat(scale("--no-check", "--machine=graviton3", "--cores=128")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("graviton3 has 64");
  }
}
