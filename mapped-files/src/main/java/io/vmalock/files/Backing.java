package io.vmalock.files;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * How files are mapped, and above all unmapped. Each backing unmaps at once when no hold is inside.
 */
public enum Backing {
  /**
   * Buffers of {@link java.nio.channels.FileChannel#map}, unmapped by {@code
   * sun.misc.Unsafe.invokeCleaner}: everywhere. A file of 2 GiB or more has several mappings, which
   * overlap so that any slice of up to 1 GiB lies in one.
   */
  BUFFERS,

  /**
   * Memory segments, each in its own shared arena: JDK 22 and newer. Closing an arena asks every
   * thread of the JVM, so it takes longer with more threads.
   */
  ARENA,

  /**
   * Memory segments over {@code mmap} and {@code munmap} themselves, which ask no thread: JDK 22
   * and newer, on 64-bit Linux, with {@code --enable-native-access}. The JDK's own counts of mapped
   * buffers leave them out.
   */
  MUNMAP;

  private static final System.Logger LOGGER = System.getLogger("io.vmalock.files");

  /** Whether this JVM supports this backing. The command line may still forbid {@link #MUNMAP}. */
  public boolean isAvailable() {
    return unavailable() == null;
  }

  /** The reason why this backing is not available; null if it is. */
  @Nullable String unavailable() {
    if (this == BUFFERS) {
      return null;
    }
    if (Runtime.version().feature() < 22) {
      return "needs JDK 22 or newer, and this is " + Runtime.version().feature();
    }
    if (!Mapper.hasSegments()) {
      return "needs the classes for JDK 22 and newer, which this jar was built without: build it"
          + " with JDK 22 or newer";
    }
    if (this == MUNMAP && !isLinux64()) {
      return "is for 64-bit Linux, and this is "
          + System.getProperty("os.name")
          + " on "
          + System.getProperty("os.arch");
    }
    return null;
  }

  private static boolean isLinux64() {
    String arch = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (arch.equals("amd64") || arch.equals("aarch64"));
  }

  /**
   * The best backing that is available and allowed: the one that unmaps at the least cost. If it is
   * not {@link #MUNMAP} on JDK 22 and newer, the logger {@code io.vmalock.files} says once what is
   * missing.
   */
  public static Backing best() {
    return Best.BACKING;
  }

  /** Holds the best backing, chosen at the first use. */
  private static final class Best {
    static final Backing BACKING = choose();

    private static Backing choose() {
      if (MUNMAP.isAvailable() && isNativeAccessEnabled()) {
        return MUNMAP;
      }
      Backing best = ARENA.isAvailable() ? ARENA : BUFFERS;
      if (Runtime.version().feature() >= 22) {
        String why = MUNMAP.unavailable();
        if (why == null) {
          Module module = Backing.class.getModule();
          why =
              "needs native access: start java with --enable-native-access="
                  + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        LOGGER.log(
            best == ARENA ? Level.INFO : Level.WARNING,
            "mapped files have the backing "
                + best
                + (best == ARENA ? ", which asks every thread of the JVM at each unmapping" : "")
                + "; MUNMAP "
                + why);
      }
      return best;
    }

    /** By reflection, because the method is new in 22. */
    private static boolean isNativeAccessEnabled() {
      try {
        return (boolean)
            Module.class.getMethod("isNativeAccessEnabled").invoke(Backing.class.getModule());
      } catch (ReflectiveOperationException e) {
        return false;
      }
    }
  }
}
