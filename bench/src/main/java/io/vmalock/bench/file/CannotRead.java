package io.vmalock.bench.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be read, or holds something else than it should. */
public final class CannotRead extends IOException {
  private static final long serialVersionUID = 1;

  /** The file system says why. */
  public CannotRead(Path file, IOException cause) {
    super("cannot read " + file + ": " + FileFailure.reason(cause), cause);
  }

  /** The content says why. */
  public CannotRead(Path file, String why) {
    super("cannot read " + file + ": " + why);
  }
}
