package io.vmalock.bench.cli;

/** The exit codes of the command, for scripts. */
public final class ExitCode {
  /** Success. */
  public static final int OK = 0;

  /** A strategy is wrong or slower than allowed: an oracle, a check, a fork or a gate failed. */
  public static final int FAILED = 1;

  /** The request is wrong: options, names, files to read. */
  public static final int USAGE = 2;

  /** Rows of the earlier run are missing from the later one. */
  public static final int ROWS_GONE = 3;

  /** The two runs come from different machines. */
  public static final int OTHER_MACHINE = 4;

  /** The two runs come from different JVMs. */
  public static final int OTHER_JVM = 5;

  /** The two runs were made with different options. */
  public static final int OTHER_OPTIONS = 6;

  /** A row has too few forks to show any difference. */
  public static final int TOO_FEW_FORKS = 7;

  /** Nothing is broken, but a requested check has no verdict. */
  public static final int NOT_JUDGED = 8;

  /** A bug of vmalock itself. */
  public static final int INTERNAL = 70;

  /** Output could not be written. */
  public static final int CANNOT_WRITE = 74;

  /** The user interrupted the run. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
