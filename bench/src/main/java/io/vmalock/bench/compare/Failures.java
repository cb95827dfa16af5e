package io.vmalock.bench.compare;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Failures of files, in words. */
final class Failures {
  private Failures() {}

  static String text(IOException e) {
    return e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : e.toString();
  }
}
