package io.vmalock.bench;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.primitives.Primitives;
import io.vmalock.bench.cli.CompletionCommand;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.cli.ExtraClassPath;
import io.vmalock.bench.cli.ManCommand;
import io.vmalock.bench.cli.NearestName;
import io.vmalock.bench.compare.CompareCommand;
import io.vmalock.bench.conform.ConformCommand;
import io.vmalock.bench.demo.DemoCommand;
import io.vmalock.bench.diff.DiffCommand;
import io.vmalock.bench.file.CannotRead;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.FileFailure;
import io.vmalock.bench.list.ListCommand;
import io.vmalock.bench.mutate.MutateCommand;
import io.vmalock.bench.replay.AreasCommand;
import io.vmalock.bench.replay.RecordCommand;
import io.vmalock.bench.replay.ReplayCommand;
import io.vmalock.bench.replay.recording.RecordingException;
import io.vmalock.bench.report.ReportCommand;
import io.vmalock.bench.scale.ScaleCommand;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.bench.weaken.WeakenCommand;
import io.vmalock.selection.StrategySelectionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
      "Without a command: compare --profile first, which shows the strategies side by side after"
          + " about a minute, and goes on to better tables until Ctrl-C.",
      ""
    },
    synopsisSubcommandLabel = "[COMMAND]",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  vmalock                 all strategies in four scenarios that decide",
      "  vmalock demo            mapped files that are replaced under their readers",
      "  vmalock list            which strategies there are, and what they can do",
      "  vmalock compare --help  how to measure more, and for longer",
      "  vmalock conform --strategy mine --classpath mine.jar",
      "                          which rules of the contract your strategy keeps",
      "  vmalock replay          a recorded run of javac on each strategy",
      "",
      "Completion for bash and zsh: source <(vmalock completion). Manual pages: vmalock man --out"
          + " DIR.",
      "",
      "Exit status: 0 all well, 1 a strategy failed, 2 wrong options or input, 70 a bug in vmalock,"
          + " 74 output could not be written, 130 interrupted. diff has more: see its help."
    },
    exitCodeOnExecutionException = ExitCode.INTERNAL,
    subcommands = {
      ListCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      ScaleCommand.class,
      DiffCommand.class,
      ConformCommand.class,
      WeakenCommand.class,
      MutateCommand.class,
      ReplayCommand.class,
      RecordCommand.class,
      AreasCommand.class,
      DemoCommand.class,
      CommandLine.HelpCommand.class,
      CompletionCommand.class,
      ManCommand.class
    })
public final class Vmalock implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ExtraClassPath extra = new ExtraClassPath();

  private Vmalock() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    CommandLine command = commandLine();
    PrintWriter out = new PrintWriter(System.out, true);
    int status = command.setOut(out).execute(args);
    // Writers are silent about a full disk; the output did not arrive.
    if ((out.checkError() || System.out.checkError()) && status == ExitCode.OK) {
      System.err.println("vmalock: cannot write to standard output");
      status = ExitCode.CANNOT_WRITE;
    }
    System.exit(status);
  }

  /** The command, ready to be given its arguments. */
  public static CommandLine commandLine() {
    Vmalock vmalock = new Vmalock();
    return new CommandLine(vmalock)
        .setExecutionStrategy(vmalock::execute)
        .setExecutionExceptionHandler(Vmalock::tell)
        .setParameterExceptionHandler(Vmalock::tell)
        .setUsageHelpAutoWidth(true);
  }

  /** Runs the named command, with the requested class path. */
  private int execute(ParseResult parsed) {
    CommandLine.RunLast run = new CommandLine.RunLast();
    CommandLine command = parsed.commandSpec().commandLine();
    Integer shown = CommandLine.executeHelpRequest(parsed);
    if (shown != null) {
      return shown;
    }
    checkGiven(parsed);
    ExtraClassPath.checkEnvironment(command, ExtraClassPath.environment());
    try {
      return extra.with(command, () -> run.execute(parsed));
    } catch (CommandLine.ExecutionException e) {
      throw e;
    } catch (ParameterException e) {
      throw e;
    } catch (Exception e) {
      throw new CommandLine.ExecutionException(command, String.valueOf(e.getMessage()), e);
    }
  }

  /** An option with an empty list, or with an empty path, would count as not given. */
  private static void checkGiven(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      for (OptionSpec option : at.matchedOptions()) {
        Object value = option.getValue();
        boolean nothing =
            value instanceof Collection<?> all && all.isEmpty()
                || value instanceof Path path && path.toString().isEmpty();
        if (nothing) {
          throw new ParameterException(
              at.commandSpec().commandLine(),
              option.longestName() + " is given nothing: " + option.paramLabel() + " is needed");
        }
      }
    }
  }

  @Override
  public Integer call() {
    return Objects.requireNonNull(spec.subcommands().get("compare")).execute("--profile", "first");
  }

  /** The mistake and the nearest name; the whole usage would push them off the screen. */
  private static int tell(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("vmalock: " + CharMatcher.is('.').trimTrailingFrom(message(e)) + suggestion(e));
    err.println("(" + command.getCommandSpec().qualifiedName() + " --help shows what there is)");
    err.flush();
    return ExitCode.USAGE;
  }

  private static final Pattern UNKNOWN_COMMAND = Pattern.compile("Unknown subcommand '([^']*)'");

  /** The nearest option or command. */
  private static String suggestion(ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      // "help" reports an unknown command in a separate message.
      Matcher unknown = UNKNOWN_COMMAND.matcher(String.valueOf(e.getMessage()));
      return unknown.find()
          ? didYouMean(
              unknown.group(1), e.getCommandLine().getCommandSpec().root().subcommands().keySet())
          : "";
    }
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String written = Splitter.on('=').split(unmatched.getUnmatched().get(0)).iterator().next();
    boolean option = written.startsWith("-");
    Set<String> names = option ? command.optionsMap().keySet() : command.subcommands().keySet();
    return didYouMean(written, names);
  }

  private static String didYouMean(String written, Set<String> names) {
    return NearestName.to(written, names).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?\\d+");

  /** Picocli's own words for a value of the wrong kind name the kind as Java does. */
  private static String message(ParameterException e) {
    if (e.getCause() instanceof CommandLine.TypeConversionException || isConversion(e)) {
      ArgSpec argument = e.getArgSpec();
      if (argument != null) {
        Class<?> type = argument.auxiliaryTypes()[argument.auxiliaryTypes().length - 1];
        String value = String.valueOf(e.getValue());
        boolean number =
            Primitives.allPrimitiveTypes().contains(type) || Number.class.isAssignableFrom(type);
        String what =
            number && WHOLE_NUMBER.matcher(value).matches()
                ? "too large a number"
                : number ? "not a whole number" : "not what is needed";
        return name(argument) + ": \"" + ForeignText.line(value) + "\" is " + what;
      }
    }
    return ForeignText.lines(String.valueOf(e.getMessage()));
  }

  private static boolean isConversion(ParameterException e) {
    return e.getArgSpec() != null && String.valueOf(e.getMessage()).startsWith("Invalid value");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** A mistake of the user gets one line; anything else is a bug, and comes with its stack. */
  private static int tell(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof RecordingException) {
      return failed(command, String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (e instanceof StrategySelectionException) {
      // The asking code speaks for the user.
      String message = String.valueOf(e.getMessage());
      return failed(
          command, message.replace("asked for in code", "asked for by --strategy"), ExitCode.USAGE);
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
    err.println("vmalock: " + ForeignText.lines(message));
    err.flush();
    return status;
  }
}
