package io.vmalock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.StrategyConformance;
import io.vmalock.conformance.check.Options;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever strategy ends up on the command's class path keeps the contract. */
class EveryStrategyConformsTest {
  /** Each module of a strategy takes a short look at its own in every build. */
  @TestFactory
  @Tag("slow")
  Stream<DynamicNode> strategies() {
    Options options = Options.standard();
    return Strategies.all().stream()
        .map(
            provider ->
                DynamicContainer.dynamicContainer(
                    provider.name(), StrategyConformance.nodes(provider.create(), options)));
  }

  @Test
  void thereAreSome() {
    assertThat(Strategies.all().stream().map(StrategyProvider::name).toList())
        .contains("biased", "refcnt", "rwsem", "stamped");
  }
}
