package io.vmalock.bench.scale.machine;

/**
 * What a machine is made of, and what things cost on it, in nanoseconds.
 *
 * <p>All costs are physical: each is what one measurement of one thing gives, or is published for
 * it. None is fitted to a scenario.
 *
 * @param name its name
 * @param source where the figures are from
 * @param sockets how many processors
 * @param coresPerSocket how many cores each has
 * @param coresPerGroup how many of these share their last cache, and so are near to each other
 * @param hit an access to a line that the core has, one of many in a row: instructions overlap
 * @param locked a read-modify-write or a full fence on a line that the core has, in a row of such
 * @param near a line's way between two cores of a group
 * @param within the same between two groups of a socket
 * @param between the same between sockets
 * @param call a call of the operating system that parks a thread or wakes one, for its caller
 * @param wake from the call that wakes a parked thread until that thread runs
 */
public record Hardware(
    String name,
    String source,
    int sockets,
    int coresPerSocket,
    int coresPerGroup,
    double hit,
    double locked,
    double near,
    double within,
    double between,
    double call,
    double wake) {
  /** The most cores that can be simulated. */
  public static final int MOST_CORES = 128;

  /**
   * How long a last-level cache is busy with a line that several cores read and nobody changes: it
   * gives one copy after the other. Some ten cycles of the mesh.
   */
  static final double COPY = 5;

  /**
   * A core that waited for a line keeps it for so long though another waits: it does the
   * instruction that it waited with, and those about that. Some ten cycles.
   */
  static final double KEPT = 4;

  /** How many misses of one core are under way at once: line fill buffers of current cores. */
  static final int MISSES = 12;

  /** How many stores wait in a core's store buffer: 56 to 72 in current cores. */
  static final int STORES = 56;

  /** A hint to spin: 40 to 140 cycles on x86, less on ARM. */
  static final double SPIN = 20;

  /** A look at the clock, without a system call. */
  static final double CLOCK = 20;

  /** So much later than asked for a timed wait ends: the default timer slack of Linux. */
  static final double TIMER_SLACK = 50_000;

  /** How many cores it has. */
  public int cores() {
    return sockets * coresPerSocket;
  }

  /** The time a line takes from one core to another. */
  double distance(int from, int to) {
    if (from == to) {
      return 0;
    }
    if (from / coresPerGroup == to / coresPerGroup) {
      return near;
    }
    return from / coresPerSocket == to / coresPerSocket ? within : between;
  }
}
