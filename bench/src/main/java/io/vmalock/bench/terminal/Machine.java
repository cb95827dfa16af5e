package io.vmalock.bench.terminal;

/**
 * Where something was measured.
 *
 * @param jvm its version and name
 * @param cpus how many the JVM may use
 * @param os its name, version and architecture
 */
public record Machine(String jvm, int cpus, String os) {
  /** The one that this runs on. */
  public static Machine here() {
    return new Machine(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
  }

  /** On one line. */
  @Override
  public String toString() {
    return jvm + ", " + cpus + (cpus == 1 ? " CPU, " : " CPUs, ") + os;
  }
}
