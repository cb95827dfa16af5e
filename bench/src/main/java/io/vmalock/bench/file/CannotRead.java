package io.vmalock.bench.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be read, or its content is wrong. */
public final class CannotRead extends IOException {
  private static final long serialVersionUID = 1;

  /** The reason from the file system. */
  public CannotRead(Path file, IOException cause) {
    super("cannot read " + file + ": " + FileFailure.reason(cause), cause);
  }

  /** The reason in the content. */
  public CannotRead(Path file, String why) {
    super("cannot read " + file + ": " + why);
  }
}
