package io.vmalock.files;

import java.util.Arrays;
import java.util.stream.Stream;

/** The backings that this JVM has. */
final class Backings {
  private Backings() {}

  static Stream<Backing> available() {
    return Arrays.stream(Backing.values()).filter(Backing::isAvailable);
  }
}
