package io.vmalock.bench.machine;

import io.vmalock.VmaLockStrategy;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.vm.VM;

/** The layout of objects in this JVM, by JOL. */
public final class HeapLayout {
  /** The number of bytes that processors pass between them at once. */
  private static final int LINE = 64;

  static {
    // JOL would attach an agent to this JVM. It measures as well without one, but then reports this
    // on standard output, which is not its own.
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

  private HeapLayout() {}

  /**
   * The offsets of the fields of a class, and the size of its objects. JOL cannot ask the JVM about
   * records; their layout is computed as the JVM does it.
   */
  public static ClassLayout of(Class<?> type) {
    return type.isRecord()
        ? ClassLayout.parseClass(
            type, new HotSpotLayouter(new Model64(true, true), Runtime.version().feature()))
        : ClassLayout.parseClass(type);
  }

  /** How much memory one VMA takes, with its lock and without its attachment, in bytes. */
  public static long sizeOfVma(VmaLockStrategy strategy) {
    // Detached, so that the mm that it would point to is not counted.
    return GraphLayout.parseInstance(strategy.newVma(0x1000, 0x2000, null)).totalSize();
  }

  /**
   * The index in an array of a run of objects of which each lies right behind the one before, or
   * behind the objects that belong to that one, with as much as possible of the second object in
   * the line in which the first one ends.
   *
   * <p>Collects garbage, so that they stay there.
   *
   * @throws IllegalStateException if there is no such run, as may happen with a collector that
   *     moves objects
   */
  public static int sideBySide(Object[] objects, int count) {
    System.gc();
    long[] addresses = new long[objects.length];
    for (int i = 0; i < objects.length; i++) {
      addresses[i] = VM.current().addressOf(objects[i]);
    }
    return sideBySide(addresses, count);
  }

  /**
   * The index in these addresses at which such a run of objects begins.
   *
   * @throws IllegalStateException if there is no such run
   */
  public static int sideBySide(long[] addresses, int count) {
    long apart = Long.MAX_VALUE;
    for (int i = 1; i < addresses.length; i++) {
      long distance = addresses[i] - addresses[i - 1];
      apart = distance > 0 ? Math.min(apart, distance) : apart;
    }
    int best = -1;
    long least = LINE; // an end at a line's end is no line in common
    for (int i = 0; i + count <= addresses.length; i++) {
      boolean close = true;
      for (int k = i + 1; k < i + count; k++) {
        close &= addresses[k] - addresses[k - 1] == apart;
      }
      long before = (addresses[i] + apart) % LINE;
      if (close && before != 0 && before < least) {
        best = i;
        least = before;
      }
    }
    if (best < 0) {
      throw new IllegalStateException(
          "of "
              + addresses.length
              + " objects no "
              + count
              + " lie side by side with a line in"
              + " common; the default collector would have put them so");
    }
    return best;
  }
}
