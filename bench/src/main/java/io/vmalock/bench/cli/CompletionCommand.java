package io.vmalock.bench.cli;

import io.vmalock.bench.text.ForeignText;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options in a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    header = "Print a script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(vmalock completion bash)",
      "  vmalock completion bash >~/.local/share/bash-completion/completions/vmalock",
      "  vmalock completion zsh >~/.vmalock-completion  (source that in ~/.zshrc)"
    })
public final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash or zsh, by name or by path as in $SHELL. One script is right for both.")
  private @Nullable String shell;

  /** The command by which the script itself completes. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SHELLS.iterator();
    }
  }

  /** Options are filled in from the command line. */
  public CompletionCommand() {}

  @Override
  public Integer call() {
    String name = shell == null ? null : shell.substring(shell.lastIndexOf('/') + 1);
    if (name != null && !SHELLS.contains(name)) {
      throw Check.wrong(
          spec,
          "SHELL: there is no completion for \""
              + ForeignText.line(name)
              + "\"; choose one of "
              + String.join(", ", SHELLS));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
    return ExitCode.OK;
  }
}
