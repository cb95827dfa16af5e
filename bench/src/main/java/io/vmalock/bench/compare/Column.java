package io.vmalock.bench.compare;

import io.vmalock.Capability;
import io.vmalock.bench.report.ComparisonTable;
import io.vmalock.bench.scenario.Control;
import io.vmalock.bench.scenario.Family;
import io.vmalock.bench.scenario.PassThrough;
import io.vmalock.bench.scenario.Scenario;
import io.vmalock.bench.scenario.files.Peer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of the matrix.
 *
 * @param name its name
 * @param strategy the name of the strategy behind it, found or built in; null for a bare control
 * @param control whether it is a control
 * @param families the families in which it takes part unless it is asked for by name
 * @param capabilities the capabilities of its strategy
 * @param benchmark for a control without a strategy, its JMH benchmark
 * @param bare for such a control, its description
 * @param peer for a control of mapped files, the peer
 */
record Column(
    String name,
    @Nullable String strategy,
    boolean control,
    Set<Family> families,
    Set<Capability> capabilities,
    @Nullable String benchmark,
    @Nullable Control bare,
    @Nullable Peer peer) {
  /** This column under a second name: a significant difference between the two is noise. */
  Column again() {
    return new Column(
        name + ComparisonTable.AGAIN,
        strategy,
        control,
        families,
        capabilities,
        benchmark,
        bare,
        peer);
  }

  /** The description of a control; empty for other columns. */
  String meaning() {
    return bare != null ? bare.meaning() : peer != null ? peer.meaning() : "";
  }

  /** Whether it can be measured in a scenario. */
  boolean takesPart(Scenario scenario) {
    if (bare != null) {
      return Arrays.asList(bare.of()).contains(scenario.name());
    }
    if (peer != null) {
      return scenario.family() == Family.MAPPED_FILES
          && (peer.protects() || !scenario.excludes())
          && (peer.unmaps() || !scenario.unmaps());
    }
    if (!capabilities.containsAll(Arrays.asList(scenario.needs()))) {
      return false;
    }
    boolean locks = !PassThrough.NAME.equals(strategy);
    return locks || !scenario.excludes();
  }
}
