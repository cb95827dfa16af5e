package io.vmalock.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An archive of the classes that every fork loads, parsed and checked once: it takes about a third
 * off a fork's start, which is the largest part of its time.
 *
 * <p>It does not affect their code, which each fork interprets and compiles as ever. A fork of the
 * pass-through control makes it, so no strategy's classes are in it and none has an advantage. If
 * it cannot be made, as with directories on the class path, or does not fit, the JVM runs without
 * it.
 */
final class SharedClasses {
  private static final List<String> OWN =
      List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT");

  private final Path file;

  private SharedClasses(Path file) {
    this.file = file;
  }

  /** An archive in a file that is gone when this JVM ends. */
  static SharedClasses inTemporaryFile() throws IOException {
    Path file = Files.createTempFile("vmalock", ".jsa");
    file.toFile().deleteOnExit();
    return new SharedClasses(file);
  }

  /** Whether an archive can be made here, and these options do not set one. */
  static boolean mayBeUsedWith(List<String> jvmArgs) {
    return jvmArgs.stream().noneMatch(arg -> OWN.stream().anyMatch(arg::startsWith))
        && Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
  }

  /** The options that make a JVM write it at its end, without messages on left-out classes. */
  List<String> toWrite() {
    return List.of("-XX:ArchiveClassesAtExit=" + file, "-Xlog:disable");
  }

  /** The options that make a JVM use it; none if there is no archive. */
  List<String> toUse() {
    return file.toFile().length() == 0
        ? List.of()
        : List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable");
  }
}
