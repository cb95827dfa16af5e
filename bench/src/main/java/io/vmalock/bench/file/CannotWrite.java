package io.vmalock.bench.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be written. */
public final class CannotWrite extends IOException {
  private static final long serialVersionUID = 1;

  /** The reason from the file system. */
  public CannotWrite(Path file, IOException cause) {
    super("cannot write " + file + ": " + FileFailure.reason(cause), cause);
  }

  /** Standard output or standard error failed. */
  public CannotWrite(String what) {
    super("cannot write " + what);
  }
}
