package org.example.polling;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import java.util.Set;

class PollingStrategyTest extends StrategyConformance {
  PollingStrategyTest() {
    super("polling");
  }

  /** The names are what is looked at here; a user runs all layers. */
  @Override
  protected Options options() {
    return super.options().withLayers(Set.of(Layer.SCENARIO));
  }
}
