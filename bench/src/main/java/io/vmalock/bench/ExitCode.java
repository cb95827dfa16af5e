package io.vmalock.bench;

/** How the command ends, for scripts. */
final class ExitCode {
  /** All went well. */
  static final int OK = 0;

  /** Something is wrong with a strategy: an oracle or a check failed. */
  static final int FAILED = 1;

  /** Something is wrong with what was asked for: options, names, files. */
  static final int USAGE = 2;

  /** Something is wrong with vmalock itself. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
