package io.vmalock.files;

import java.util.Arrays;
import java.util.stream.Stream;

/** The backings that this JVM has, or those of them that a soak is of. */
final class Backings {
  private static final String ONLY = System.getProperty("vmalock.files.backings", "");

  private Backings() {}

  static Stream<Backing> available() {
    Stream<Backing> asked =
        ONLY.isEmpty()
            ? Arrays.stream(Backing.values())
            : Arrays.stream(ONLY.split(",")).map(Backing::valueOf);
    return asked.filter(Backing::isAvailable);
  }
}
