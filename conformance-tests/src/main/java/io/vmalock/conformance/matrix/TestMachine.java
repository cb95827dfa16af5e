package io.vmalock.conformance.matrix;

/**
 * The machine on which strategies were judged.
 *
 * @param jvm the JVM's name
 * @param java its version
 * @param cores the number of processors that it may use
 * @param os name and architecture of the operating system
 */
public record TestMachine(String jvm, String java, int cores, String os) {
  /** The machine of this JVM. */
  public static TestMachine here() {
    return new TestMachine(
        System.getProperty("java.vm.name"),
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }
}
