package io.vmalock.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation at some depths near the end of the stack: {@link FaultSweep} in short. */
@Timeout(120)
class StackFaultsTest {
  private static final int DEPTHS = 40;
  private static final int STRIDE = 20;

  static List<String> strategies() {
    return Strategies.all().stream().map(StrategyProvider::name).toList();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void losesNothing(String name) throws InterruptedException {
    VmaLockStrategy strategy = Strategies.named(name);
    StringBuilder table = new StringBuilder(Tally.header());
    int losses = 0;
    int errors = 0;
    for (Operation operation : Operation.values()) {
      Tally tally = StackFaults.run(operation, strategy, Operation.Watch.COUNTERS, DEPTHS, STRIDE);
      losses += tally.losses;
      errors += tally.errors;
      table.append('\n').append(tally);
      tally.examples.forEach(example -> table.append("\n    ").append(example));
    }
    assertThat(losses).as(table.toString()).isZero();
    assertThat(errors).isPositive();
  }

  /**
   * Found by a build: a read whose start was compiled had no room for its end, and lost the hold.
   */
  @Test
  void readsHaveRoomToEnd() throws Exception {
    List<String> options =
        List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=exclude,io.vmalock.space.Hold::endRead",
            "-XX:CompileCommand=exclude,*Strategy::endRead");
    assertThat(SweepJvm.run(options, "ends", "300", "refcnt", "biased"))
        .as("see the tables above")
        .isZero();
  }

  /**
   * Found by the sweep: a hold whose exit was compiled had ended, and had no room to say so,
   * because the rest of its end was interpreted.
   */
  @Test
  void holdsHaveRoomToForgetTheirExit() throws Exception {
    List<String> options =
        List.of(
            "-Xbatch",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=exclude,io.vmalock.space.Hold::end*",
            "-Dvmalock.faults.only=LAST_OUT");
    assertThat(SweepJvm.run(options, "stack", "1200", "stamped"))
        .as("see the tables above")
        .isZero();
  }
}
