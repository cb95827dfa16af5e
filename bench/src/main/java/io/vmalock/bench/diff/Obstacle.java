package io.vmalock.bench.diff;

import com.google.common.base.Ascii;
import io.vmalock.bench.cli.ExitCode;

/** The obstacles to a comparison of two runs. */
public enum Obstacle {
  /** Cells of the earlier run have no figure in the later one. */
  ROWS_GONE(ExitCode.ROWS_GONE, "rows of the earlier run are gone"),
  /** The runs come from different machines. */
  OTHER_MACHINE(ExitCode.OTHER_MACHINE, "the machines differ"),
  /** The runs come from different JVMs. */
  OTHER_JVM(ExitCode.OTHER_JVM, "the JVMs differ"),
  /** The runs were made with different options. */
  OTHER_OPTIONS(ExitCode.OTHER_OPTIONS, "the options differ"),
  /** Cells have too few forks, or were not warm, so that no difference could show. */
  TOO_FEW_FORKS(ExitCode.TOO_FEW_FORKS, "rows cannot show a difference");

  private final int exitCode;
  private final String meaning;

  Obstacle(int exitCode, String meaning) {
    this.exitCode = exitCode;
    this.meaning = meaning;
  }

  /** Returns the exit code of the command if this obstacle is not allowed. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns a few words on it. */
  public String meaning() {
    return meaning;
  }

  /** Returns its name, as it is typed. */
  public String label() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
