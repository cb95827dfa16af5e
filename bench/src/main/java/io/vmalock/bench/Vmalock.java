package io.vmalock.bench;

import io.vmalock.bench.compare.CompareCommand;
import io.vmalock.bench.compare.DiffCommand;
import io.vmalock.bench.compare.ReportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vmalock} command. */
@Command(
    name = "vmalock",
    mixinStandardHelpOptions = true,
    version = "vmalock 0.1.0-SNAPSHOT",
    subcommands = {CompareCommand.class, ReportCommand.class, DiffCommand.class},
    description = "Examines and measures per-VMA lock strategies.")
public final class Vmalock implements Runnable {
  private Vmalock() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Vmalock()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
