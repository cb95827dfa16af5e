package io.vmalock.bench;

/** How the command ends, for scripts. */
public final class ExitCode {
  /** All went well. */
  public static final int OK = 0;

  /** Something is wrong with a strategy: an oracle or a check failed. */
  public static final int FAILED = 1;

  /** Something is wrong with what was asked for: options, names, files. */
  public static final int USAGE = 2;

  /** Something is wrong with vmalock itself. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
