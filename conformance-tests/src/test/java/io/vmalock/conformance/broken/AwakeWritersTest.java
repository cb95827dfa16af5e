package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.Gated;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.search.Bounds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A reader that comes while a writer waits, and gets in while the writer is awake: right if the
 * writer has given up, though its call has not returned, and wrong if it goes on to wait (X3).
 */
class AwakeWritersTest {
  private static final Bounds BOUNDS = new Bounds(3, 0);

  /** Its timed writer lets readers in between two waits. */
  public static final class OpensBetweenWaits extends Gated {
    @Override
    protected Gate newGate() {
      return new Gate() {
        private int readers;
        private boolean closed;

        @Override
        public synchronized long tryEnter() {
          return closed ? 0 : ++readers;
        }

        @Override
        public synchronized void leave(long stamp) {
          readers--;
          notifyAll();
        }

        @Override
        public synchronized int readers() {
          return readers;
        }

        @Override
        public synchronized void close() {
          closed = true;
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          return awaitOnce(nanos) || awaitOnce(nanos);
        }

        private synchronized boolean awaitOnce(long nanos) throws InterruptedException {
          closed = true;
          if (readers > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
          }
          closed = readers == 0;
          return closed;
        }

        @Override
        public synchronized void open(boolean alone) {
          closed = false;
        }
      };
    }
  }

  private static Exploration explore(Class<? extends VmaLockStrategy> type, String program) {
    try (ModelChecker checker =
        new ModelChecker(
            AwakeWritersTest.class.getClassLoader(),
            StrategyScope.standard()
                .with(StrategyProgram.class.getPackageName() + ".")
                .with(AwakeWritersTest.class.getPackageName() + ".")
                .with(Gated.class.getPackageName() + "."))) {
      return checker.exhaust(
          checker.program(StrategyProgram.class.getName(), type.getName() + ":" + program),
          Budget.ofExecutions(100_000),
          BOUNDS);
    }
  }

  @Test
  void readerMayGetInBehindOneThatGaveUp() {
    Exploration exploration = explore(OddButRight.Monitor.class, "r0[r0]|wn0");
    assertThat(exploration.counterexample()).as(exploration.toString()).isNull();
    assertThat(exploration.passes())
        .as(exploration.toString())
        .allMatch(Exploration.Pass::exhausted);
  }

  @Test
  void readerMayNotGetInBetweenTwoWaitsOfOneCall() {
    Exploration exploration = explore(OpensBetweenWaits.class, "r0[r0]|wn0");
    assertThat(exploration.finding()).as(exploration.toString()).isNotNull();
    assertThat(exploration.finding().rule()).isEqualTo("X3");
  }
}
