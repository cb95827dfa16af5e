package io.vmalock.bench.scale.machine;

/**
 * The cores of a machine, and the costs of its operations, in nanoseconds.
 *
 * <p>All costs are physical: each comes from a measurement of one operation, or is published for
 * it. None is fitted to a scenario.
 *
 * @param name its name
 * @param source the source of the figures
 * @param sockets the number of processors
 * @param coresPerSocket the cores of each
 * @param coresPerGroup the cores that share their last cache, and so are near to each other
 * @param hit an access to a line that the core has, one of many in a row: instructions overlap
 * @param locked a read-modify-write or a full fence on a line that the core has, in a row of such
 * @param commit the time for which a locked operation waits if a store comes just before it: the
 *     way of the store from its buffer into the core's own cache
 * @param reload the time for which a locked operation waits if the core loads, just before it, the
 *     word that its last locked operation changed: that word's way back out of the store buffer,
 *     from which a locked operation's result is not forwarded
 * @param kept the share of its way for which a core keeps a line after its first instruction there,
 *     though another core waits for it: until the line's keeper has heard that it has arrived, and
 *     has asked for it again
 * @param near a line's way between two cores of a group
 * @param within a line's way between two groups of a socket
 * @param between a line's way between sockets
 * @param call a call of the operating system that parks a thread or wakes one, for its caller
 * @param wake from the call that wakes a parked thread until that thread runs
 * @param cache the first-level cache of each core
 */
public record Hardware(
    String name,
    String source,
    int sockets,
    int coresPerSocket,
    int coresPerGroup,
    double hit,
    double locked,
    double commit,
    double reload,
    double kept,
    double near,
    double within,
    double between,
    double call,
    double wake,
    FirstCache cache) {
  /** The most cores that can be simulated. */
  public static final int MOST_CORES = 128;

  /**
   * The time that a last-level cache is busy with a line that several cores read and none changes:
   * it gives one copy after the other. Some ten cycles of the mesh.
   */
  static final double COPY = 5;

  /** The number of misses of one core under way at once: line fill buffers of current cores. */
  static final int MISSES = 12;

  /** The size of a core's store buffer: 56 to 72 in current cores. */
  static final int STORES = 56;

  /** A hint to spin: 40 to 140 cycles on x86, less on ARM. */
  static final double SPIN = 20;

  /** A look at the clock, without a system call. */
  static final double CLOCK = 20;

  /** The delay of the end of a timed wait: the default timer slack of Linux. */
  static final double TIMER_SLACK = 50_000;

  /** The number of cores. */
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
