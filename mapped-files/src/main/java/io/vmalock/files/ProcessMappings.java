package io.vmalock.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many mappings this process has, of how many that it may have: Linux says so. */
final class ProcessMappings {
  /** The kernel refuses a little before its limit is reached, and so may the JVM. */
  private static final int NEAR = 64;

  private ProcessMappings() {}

  /** For the message of a mapping that failed; empty where the limit is not the reason. */
  static String hint() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      long limit = Long.parseLong(Files.readString(Path.of("/proc/sys/vm/max_map_count")).trim());
      long count = maps.count();
      return count < limit - NEAR
          ? ""
          : "; this process has "
              + count
              + " mappings and vm.max_map_count is "
              + limit
              + ": map fewer and longer files, drop some, or raise the limit";
    } catch (IOException | NumberFormatException e) {
      return "";
    }
  }
}
