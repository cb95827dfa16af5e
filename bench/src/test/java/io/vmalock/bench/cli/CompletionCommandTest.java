package io.vmalock.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.Vmalock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir private Path files;

  private static String script(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] typed = new String[arguments.length + 1];
    typed[0] = "completion";
    System.arraycopy(arguments, 0, typed, 1, arguments.length);
    int status =
        Vmalock.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(typed);
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    return out.toString();
  }

  @Test
  void oneScriptForEveryNameOfAShellThatItIsFor() {
    assertThat(script())
        .contains("--scenario")
        .isEqualTo(script("bash"))
        .isEqualTo(script("zsh"))
        .isEqualTo(script("/usr/bin/zsh"));
  }

  @Test
  void completesCommandsOptionsAndTheShellItself() throws IOException, InterruptedException {
    Path script = Files.writeString(files.resolve("vmalock"), script("bash"));
    String ask =
        """
        source %s
        for typed in 'vmalock com' 'vmalock replay --str' 'vmalock completion z'; do
          COMP_WORDS=($typed) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
          _complete_vmalock vmalock "${COMP_WORDS[COMP_CWORD]}"
          echo ${COMPREPLY[@]}
        done
        """
            .formatted(script);
    Process bash =
        new ProcessBuilder("bash", "-c", ask)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).isZero();
    assertThat(said.lines()).containsExactly("compare completion", "--strace --strategy", "zsh");
  }
}
