package io.vmalock.bench.scale.machine;

import java.util.List;

/**
 * The cores of a machine, and a line's way between them.
 *
 * @param name its name on the command line
 * @param source the source of the figures
 * @param sockets the number of processors
 * @param coresPerSocket the cores of each
 * @param coresPerGroup the cores that share their last cache
 * @param near nanoseconds between two cores of a group
 * @param within nanoseconds between two groups of a socket
 * @param between nanoseconds between sockets
 */
public record Topology(
    String name,
    String source,
    int sockets,
    int coresPerSocket,
    int coresPerGroup,
    double near,
    double within,
    double between) {
  /** The machine of this JVM, with more cores like its own. */
  public static final String HERE = "here";

  private static final String TABLE =
      "medians of the public table of github.com/nviennot/core-to-core-latency: ";

  /**
   * The ratio of a line's way between sockets to that within one: 2.1 to 2.8 times on the four x86
   * machines with one cache per socket in that table. This is the middle.
   */
  private static final double FARTHER = 2.45;

  private static final int SOCKETS = 2;
  private static final int CORES = 64;

  /** Machines with published figures. */
  public static final List<Topology> PUBLISHED =
      List.of(
          new Topology("graviton3", TABLE + "AWS Graviton3", 1, CORES, CORES, 46, 46, 46),
          new Topology(
              "milan",
              TABLE + "AMD EPYC 7R13 (48 cores a socket there, 64 here as in its sister 7763)",
              SOCKETS,
              CORES,
              8,
              23,
              107,
              197),
          new Topology(
              "icelake", TABLE + "Intel Xeon Platinum 8375C", SOCKETS, 32, 32, 51, 51, 108));

  /** Two sockets of cores that are as far from each other as the two that were measured. */
  public static Topology here(CoreCosts costs) {
    double way = Double.isNaN(costs.way()) ? PUBLISHED.get(0).within() : costs.way();
    return new Topology(
        HERE,
        "two cores of this machine, and between sockets " + FARTHER + " times as long",
        SOCKETS,
        CORES,
        CORES,
        way,
        way,
        way * FARTHER);
  }

  /** The cores of one socket, all of them, as many as they are. */
  public Topology ofOneSocket(int cores) {
    return new Topology(name, source, 1, cores, coresPerGroup, near, within, between);
  }

  /** The number of cores. */
  public int cores() {
    return sockets * coresPerSocket;
  }

  /** The machine with cores of these costs. */
  public Hardware with(CoreCosts costs) {
    return new Hardware(
        name,
        source,
        sockets,
        coresPerSocket,
        coresPerGroup,
        costs.hit(),
        costs.locked(),
        costs.commit(),
        costs.reload(),
        costs.kept(),
        near,
        within,
        between,
        costs.call(),
        costs.wake(),
        costs.cache());
  }
}
