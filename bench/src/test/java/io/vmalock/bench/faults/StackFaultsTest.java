package io.vmalock.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation at every depth near the end of the stack: the short form. */
@Timeout(300)
// Minutes long: in the profile of slow tests.
@org.junit.jupiter.api.Tag("broken-strategies")
class StackFaultsTest {
  private static final int DEPTHS = 120;

  static List<String> strategies() {
    return Strategies.all().stream().map(StrategyProvider::name).toList();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void losesNothing(String name) throws InterruptedException {
    VmaLockStrategy strategy = Strategies.named(name);
    StringBuilder table = new StringBuilder(Tally.header());
    int losses = 0;
    for (boolean counters : new boolean[] {false, true}) {
      for (Operation operation : Operation.values()) {
        Tally tally = StackFaults.run(operation, strategy, counters, DEPTHS);
        losses += tally.losses;
        table.append('\n').append(tally);
        tally.examples.forEach(example -> table.append("\n    ").append(example));
      }
    }
    assertThat(losses).as(table.toString()).isZero();
  }
}
