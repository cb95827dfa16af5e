package io.vmalock.bench.cli;

import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.OutputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the manual pages. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    header = "Write manual pages, one for each command, from what --help says.",
    footer = {
      "",
      "Example:",
      "  vmalock man --out ~/.local/share/man/man1 && man vmalock-compare",
    })
public final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutOption out = new OutOption();

  /** Options are filled in from the command line. */
  public ManCommand() {}

  @Override
  public Integer call() throws CannotWrite {
    Path directory = out.path();
    if (directory == null) {
      throw Check.wrong(spec, "--out is needed: the directory that the pages go to");
    }
    List<CommandLine> commands = new ArrayList<>(List.of(spec.root().commandLine()));
    commands.addAll(spec.root().subcommands().values());
    List<Path> files =
        commands.stream()
            .map(c -> directory.resolve(c.getCommandSpec().qualifiedName("-") + ".1"))
            .toList();
    out.free(files);
    for (int i = 0; i < files.size(); i++) {
      OutputFile.write(files.get(i), ManPage.of(commands.get(i)));
    }
    spec.commandLine().getOut().println("written: " + files.size() + " pages to " + directory);
    return ExitCode.OK;
  }
}
