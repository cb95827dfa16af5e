package io.vmalock.bench;

import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.compare.CompareCommand;
import io.vmalock.bench.conform.ConformCommand;
import io.vmalock.bench.diff.DiffCommand;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.FileFailure;
import io.vmalock.bench.list.ListCommand;
import io.vmalock.bench.replay.AreasCommand;
import io.vmalock.bench.replay.RecordCommand;
import io.vmalock.bench.replay.ReplayCommand;
import io.vmalock.bench.replay.recording.RecordingException;
import io.vmalock.bench.report.ReportCommand;
import io.vmalock.bench.weaken.WeakenCommand;
import io.vmalock.selection.StrategySelectionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code vmalock} command. */
@Command(
    name = "vmalock",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    header = "Per-VMA lock strategies side by side.",
    description = {
      "",
      "A strategy is found wherever its jar is on the class path (VMALOCK_CLASSPATH adds to it).",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  vmalock list            which strategies there are, and what they can do",
      "  vmalock replay          a recorded run of javac on each of them",
      "  vmalock replay --help   how to record and replay your own program",
      "",
      "Exit status: 0 all well, 1 a strategy failed, 2 wrong options or input, 70 a bug in vmalock."
    },
    exitCodeOnExecutionException = ExitCode.INTERNAL,
    subcommands = {
      ListCommand.class,
      ConformCommand.class,
      WeakenCommand.class,
      ReplayCommand.class,
      RecordCommand.class,
      AreasCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      DiffCommand.class
    })
public final class Vmalock implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Vmalock() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, ready to be given its arguments. */
  public static CommandLine commandLine() {
    return new CommandLine(new Vmalock())
        .setExecutionExceptionHandler(Vmalock::tell)
        .setParameterExceptionHandler(Vmalock::tell)
        .setUsageHelpAutoWidth(true);
  }

  /** What was wrong and what was meant; the whole usage would push that off the screen. */
  private static int tell(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("vmalock: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("(" + command.getCommandSpec().qualifiedName() + " --help shows what there is)");
    err.flush();
    return ExitCode.USAGE;
  }

  /** What the user can put right is told in a line; the rest is a bug, and comes with its stack. */
  private static int tell(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof RecordingException || e instanceof StrategySelectionException) {
      return failed(command, String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (e instanceof CannotWrite) {
      return failed(command, String.valueOf(e.getMessage()), ExitCode.CANNOT_WRITE);
    }
    if (e instanceof CannotRead) {
      return failed(command, String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (e instanceof FileSystemException named) {
      return failed(
          command,
          "cannot read " + named.getFile() + ": " + FileFailure.reason(named),
          ExitCode.USAGE);
    }
    if (e instanceof IOException io) {
      return failed(command, "cannot read: " + FileFailure.reason(io), ExitCode.USAGE);
    }
    throw e;
  }

  private static int failed(CommandLine command, String message, int status) {
    PrintWriter err = command.getErr();
    err.println("vmalock: " + message);
    err.flush();
    return status;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? " + String.join(", ", visibleCommands()));
  }

  private List<String> visibleCommands() {
    return spec.subcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }
}
