package io.vmalock.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.Gated;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.conformance.modelcheck.space.SpaceProgram;
import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.search.Bounds;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer that is parked in a lock of the JDK waits for readers where they hold that lock (X3),
 * and not where they only pass through it (P1).
 */
class LocksOfTheJdkTest {
  /** Its writer tells nobody that it waits for the write lock, and readers barge in. */
  public static final class Barging extends Gated {
    @Override
    protected Gate newGate() {
      return new Gate() {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

        @Override
        public long tryEnter() {
          return lock.readLock().tryLock() ? 1 : 0;
        }

        @Override
        public void leave(long stamp) {
          lock.readLock().unlock();
        }

        @Override
        public int readers() {
          return lock.getReadLockCount();
        }

        @Override
        public void close() {}

        @Override
        public boolean await(long nanos) throws InterruptedException {
          return lock.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void open(boolean alone) {
          if (alone) {
            lock.writeLock().unlock();
          }
        }
      };
    }
  }

  private static Exploration explore(
      Class<? extends VmaLockStrategy> type, String program, Bounds bounds) {
    return explore(StrategyProgram.class, type, program, bounds);
  }

  private static Exploration explore(
      Class<? extends Program> kind,
      Class<? extends VmaLockStrategy> type,
      String program,
      Bounds bounds) {
    try (ModelChecker checker =
        new ModelChecker(
            LocksOfTheJdkTest.class.getClassLoader(),
            StrategyScope.standard()
                .with(kind.getPackageName() + ".")
                .with(LocksOfTheJdkTest.class.getPackageName() + ".")
                .with(Gated.class.getPackageName() + "."))) {
      return checker.exhaust(
          checker.program(kind.getName(), type.getName() + ":" + program),
          Budget.ofExecutions(20_000),
          bounds);
    }
  }

  private static void passes(Class<? extends VmaLockStrategy> type, String program, Bounds bounds) {
    Exploration exploration = explore(type, program, bounds);
    assertThat(exploration.counterexample()).as(exploration.toString()).isNull();
  }

  private static void readersPass(String program, Bounds bounds) {
    Exploration exploration = explore(Barging.class, program, bounds);
    assertThat(exploration.finding()).as(exploration.toString()).isNotNull();
    assertThat(exploration.finding().rule()).isEqualTo("X3");
  }

  /** The reader passes while the writer parks, and comes again before he goes on. */
  @Test
  void writerThatWaitsForOneWhoPassesHasToldNobodyYet() {
    passes(OddLocks.ShortLock.class, "r0[r0]|d0 a0B w0B", new Bounds(1, 0));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"r0[r0]|d0 a0B w0B", "r0[r0]|w0", "r0[r0]|wu0"})
  void soItIsWithinTwoPreemptions(String program) {
    passes(OddLocks.ShortLock.class, program, new Bounds(2, 0));
  }

  /**
   * One reader passes while the writer parks, and another one comes meanwhile. Or a reader that is
   * parked is woken by the writer, who took and gave back the lock in the meantime.
   */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"r0|w0|r0", "r0|r0|w0", "r0|r0|wt0", "r0|d0|r0"})
  void norHasItToldAnotherReader(String program) {
    passes(OddLocks.ShortLock.class, program, new Bounds(2, 0));
  }

  @Test
  void writerThatWaitsForHoldsIsNotPassedBy() {
    readersPass("r0[r0]|w0", new Bounds(1, 0));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"r0[r0]|wu0", "r0[r0]|d0", "r0|w0|r0"})
  void norIsOneInAnotherCallOrByAnotherReader(String program) {
    readersPass(program, new Bounds(2, 0));
  }

  /** The checker counts the events of such reads by themselves, or they would be a livelock. */
  @Test
  void manyReadsAreNoLivelock() {
    passes(OddLocks.NumberedHolds.class, "after 600: d0 rm1|r0", new Bounds(0, 0));
  }

  /** The limit is a multiple of what the usual execution needs. */
  @Test
  void dearLooksAreNoLivelock() {
    Exploration exploration =
        explore(SpaceProgram.class, OddLocks.Registered.class, "r0 | [u0 b05]", new Bounds(1, 0));
    assertThat(exploration.counterexample()).as(exploration.toString()).isNull();
  }
}
