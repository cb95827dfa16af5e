package io.vmalock.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vmalock} command. */
@Command(
    name = "vmalock",
    mixinStandardHelpOptions = true,
    version = "vmalock 0.1.0-SNAPSHOT",
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
