package io.vmalock.conformance.matrix;

/**
 * Where strategies were judged.
 *
 * @param jvm the JVM's name
 * @param java its version
 * @param cores how many processors it may use
 * @param os name and architecture of the operating system
 */
public record TestMachine(String jvm, String java, int cores, String os) {
  /** The one that this runs in. */
  public static TestMachine here() {
    return new TestMachine(
        System.getProperty("java.vm.name"),
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }
}
