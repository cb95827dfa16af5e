package io.vmalock.bench;

import io.vmalock.VmaLockStrategy;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/** How much memory one VMA takes, with its lock and without its attachment. */
final class VmaSize {
  static {
    // JOL would attach an agent to this JVM. It measures as well without one, and says on standard
    // output, which is not its own, that it has none.
    System.setProperty("jol.skipDynamicAttach", "true");
    PrintStream out = System.out;
    System.setOut(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.US_ASCII));
    try {
      VM.current();
    } finally {
      System.setOut(out);
    }
  }

  private VmaSize() {}

  /** In bytes, as this JVM lays objects out. */
  static long of(VmaLockStrategy strategy) {
    // Detached, so that the mm that it would point to is not counted.
    return GraphLayout.parseInstance(strategy.newVma(0x1000, 0x2000, null)).totalSize();
  }
}
