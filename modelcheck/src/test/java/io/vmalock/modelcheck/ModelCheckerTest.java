package io.vmalock.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import io.vmalock.modelcheck.search.RandomWalk;
import io.vmalock.modelcheck.search.Schedule;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model checker finds the faults of small programs, and no others. */
class ModelCheckerTest {
  private static final Bounds[] DEEPENING = {
    new Bounds(0, 0), new Bounds(1, 0), new Bounds(1, 1), new Bounds(2, 1)
  };

  private final ModelChecker checker =
      new ModelChecker(
          ModelCheckerTest.class.getClassLoader(),
          Scope.none()
              .with(SmallPrograms.class.getName())
              .with(JdkPrograms.class.getName())
              .with(StaticPrograms.class.getName()));

  @AfterEach
  void close() {
    checker.close();
  }

  private Program program(Class<?> type) {
    return checker.program(type.getName(), null);
  }

  private Exploration explore(Class<?> type) {
    return checker.exhaust(program(type), Budget.ofExecutions(100_000), DEEPENING);
  }

  private Finding found(Class<?> type) {
    Exploration exploration = explore(type);
    assertThat(exploration.finding()).as(exploration.toString()).isNotNull();
    return Objects.requireNonNull(exploration.finding());
  }

  private Exploration passes(Class<?> type) {
    Exploration exploration = explore(type);
    assertThat(exploration.counterexample()).as(String.valueOf(exploration)).isNull();
    assertThat(exploration.passes()).allMatch(Exploration.Pass::exhausted);
    return exploration;
  }

  @Test
  void racyCounterIsCaughtWithBothStacks() {
    Finding finding = found(SmallPrograms.RacyCounter.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.RACE);
    assertThat(finding.details()).anyMatch(line -> line.contains("T1"));
    assertThat(finding.details()).anyMatch(line -> line.contains("T2"));
    assertThat(finding.details()).anyMatch(line -> line.contains("SmallPrograms.java"));
  }

  @Test
  void volatileLoadComesAfterOverwrittenVolatileStores() {
    passes(SmallPrograms.OverwrittenVolatile.class);
    Finding finding = found(SmallPrograms.OverwrittenAcquire.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.RACE);
  }

  @Test
  void lostUpdateIsFound() {
    assertThat(found(SmallPrograms.LostUpdate.class).rule()).isEqualTo("X1");
  }

  @Test
  void nothingInterruptsUndisturbedCode() {
    assertThat(passes(SmallPrograms.Undisturbed.class).outcomes()).containsOnlyKeys("0,0", "2,2");
    assertThat(passes(SmallPrograms.Disturbed.class).outcomes())
        .containsKeys("0,0", "2,2", "0,1", "1,0", "1,2");
  }

  @Test
  void eventsOfUndisturbedCodeCountOnlyForIt() {
    passes(SmallPrograms.LongUndisturbed.class);
    assertThat(found(SmallPrograms.SpinsUndisturbed.class).kind()).isEqualTo(Finding.Kind.LIVELOCK);
  }

  @ParameterizedTest
  @ValueSource(classes = {SmallPrograms.TwoOrders.class, SmallPrograms.TwoMonitors.class})
  void deadlockIsFound(Class<?> type) {
    assertThat(found(type).kind()).isEqualTo(Finding.Kind.DEADLOCK);
  }

  @Test
  void lostWakeUpIsFound() {
    Finding finding = found(SmallPrograms.LostWakeUp.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.DEADLOCK);
    assertThat(finding.rule()).isEmpty();
  }

  /** Neither in the usual execution, which sets the limit of the others, nor in another. */
  @Test
  void dearCodeIsNoLivelock() {
    passes(SmallPrograms.Dear.class);
    assertThat(found(SmallPrograms.DearWithoutEnd.class).kind()).isEqualTo(Finding.Kind.LIVELOCK);
    assertThat(found(SmallPrograms.DearWithoutEnd.class).message())
        .contains("more than 100 events");
    assertThat(found(SmallPrograms.SeldomWithoutEnd.class).kind()).isEqualTo(Finding.Kind.LIVELOCK);
  }

  @Test
  void livelockIsFound() {
    assertThat(found(SmallPrograms.Spinners.class).kind()).isEqualTo(Finding.Kind.LIVELOCK);
  }

  @Test
  void spinningThreadSeesTheStoreInTheEnd() {
    passes(SmallPrograms.SpinUntil.class);
  }

  @Test
  void progressOnlyThroughTimeOutIsFoundUnlessDeclared() {
    Finding finding = found(SmallPrograms.Poller.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.TIME_OUT);
    passes(SmallPrograms.DeclaredPoller.class);
  }

  @Test
  void spuriousWakeUpFindsWaitWithoutLoop() {
    assertThat(found(SmallPrograms.WaitOnce.class).rule()).isEqualTo("P2");
    passes(SmallPrograms.WaitLoop.class);
  }

  @Test
  void threadsAreStartedInterruptedAndJoined() {
    assertThat(passes(SmallPrograms.Parent.class).outcomes().keySet())
        .containsExactlyInAnyOrder("1 false", "2 false");
  }

  @Test
  void aThreadIsSeenBeforeAndAfterItsEnd() {
    assertThat(passes(SmallPrograms.State.class).outcomes())
        .containsOnlyKeys("RUNNABLE", "TERMINATED");
  }

  @Test
  void unmodelledCallIsNotJudged() {
    Finding finding = found(SmallPrograms.Unmodelled.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_JUDGED);
    assertThat(finding.message()).contains("java.lang.Runtime.gc", "SmallPrograms.java");
  }

  @Test
  void monitorThatIsOnlyPassedIsNoWait() {
    assertThat(passes(SmallPrograms.PassesMonitor.class).outcomes().keySet()).containsExactly("0");
    assertThat(passes(SmallPrograms.SleepsInMonitor.class).outcomes().keySet())
        .containsExactly("0", "1");
  }

  @Test
  void lockOfTheJdkThatIsOnlyPassedIsNoWait() {
    assertThat(passes(SmallPrograms.PassesLock.class).outcomes().keySet()).containsExactly("0");
    assertThat(passes(SmallPrograms.SleepsInLock.class).outcomes().keySet())
        .containsExactly("0", "1");
    assertThat(passes(SmallPrograms.KeepsLock.class).outcomes().keySet()).containsExactly("0", "1");
  }

  @Test
  void threadWokenByAPassingOwnerDoesNotWait() {
    assertThat(passes(SmallPrograms.SeesWaiting.class).outcomes().keySet())
        .containsExactlyInAnyOrder("goes on goes on", "waits in the lock goes on");
  }

  @Test
  void loopWithoutAccessIsNotJudged() {
    Finding finding = found(SmallPrograms.Whirl.class);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_JUDGED);
    assertThat(finding.message()).contains("a loop at", "SmallPrograms.java");
  }

  @Test
  void staticStateIsPutBack() {
    assertThat(passes(SmallPrograms.StaticState.class).outcomes().keySet()).containsExactly("true");
  }

  @Test
  void staticAtomicsBeginAsInitialised() {
    Exploration exploration =
        checker.exhaust(
            program(StaticPrograms.StaticAtomics.class), Budget.ofExecutions(500), DEEPENING);
    assertThat(exploration.counterexample()).isNull();
    assertThat(exploration.outcomes().keySet())
        .containsExactly("7 7 true aa [0, 2] [2, 0] [null, bb] 2 7 2 2 c");
  }

  @Test
  void elementsOfStaticArraysArePutBack() {
    assertThat(passes(StaticPrograms.FencedSlots.class).outcomes().keySet())
        .allMatch(outcome -> outcome.endsWith("1"));
    assertThat(found(StaticPrograms.UnfencedSlots.class).kind()).isEqualTo(Finding.Kind.RACE);
  }

  @Test
  void locationIsTheSameHoweverItIsReached() {
    assertThat(passes(SmallPrograms.OneField.class).outcomes().keySet())
        .containsExactly("221 221 221");
  }

  @Test
  void identitiesAndTimeAreTheSameInEveryExecution() {
    Program program = program(SmallPrograms.Identities.class);
    String first = checker.replay(program, Schedule.USUAL).outcomes().firstKey();
    assertThat(checker.replay(program, Schedule.USUAL).outcomes().keySet()).containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        JdkPrograms.Reentrant.class,
        JdkPrograms.Timed.class,
        JdkPrograms.ReadWrite.class,
        JdkPrograms.Stamped.class,
        JdkPrograms.Permits.class,
        JdkPrograms.Latch.class,
        JdkPrograms.Conditions.class,
        JdkPrograms.Atomics.class,
        StaticPrograms.TwoReaders.class
      })
  void locksOfTheJdkAreRight(Class<?> type) {
    Exploration exploration = checker.exhaust(program(type), Budget.ofExecutions(2_000), DEEPENING);
    assertThat(exploration.counterexample()).isNull();
    assertThat(exploration.executions()).isGreaterThan(20);
  }

  @Test
  void collectionsAreExploredAsTheCodeThatTheyAre() {
    Exploration guarded =
        checker.exhaust(
            program(JdkPrograms.GuardedCollections.class), Budget.UNLIMITED, new Bounds(1, 0));
    assertThat(guarded.counterexample()).isNull();
    assertThat(found(JdkPrograms.UnguardedCollections.class).kind())
        .isIn(Finding.Kind.RULE, Finding.Kind.THROWN);
    assertThat(
            checker
                .exhaust(
                    program(JdkPrograms.SynchronizedCollection.class),
                    Budget.UNLIMITED,
                    new Bounds(1, 0))
                .counterexample())
        .isNull();
  }

  @Test
  void timedLockIsSeenToGiveUp() {
    Exploration exploration =
        checker.exhaust(program(JdkPrograms.Timed.class), Budget.UNLIMITED, new Bounds(2, 0));
    assertThat(exploration.outcomes().keySet()).containsExactly("gave up", "in");
  }

  @Test
  void counterexampleIsReplayedFromItsText() {
    Counterexample found = explore(SmallPrograms.LostUpdate.class).counterexample();
    assertThat(found).isNotNull();
    Schedule schedule = Schedule.parse(found.schedule().toString());
    Exploration again = checker.replay(program(SmallPrograms.LostUpdate.class), schedule);
    assertThat(again.finding()).hasToString(found.finding().toString());
    assertThat(found.toString()).contains("T1", "T2", "SmallPrograms.java:", "schedule: ");
  }

  @Test
  void randomSearchFindsTheSameForTheSameSeed() {
    Program program = program(SmallPrograms.LostWakeUp.class);
    for (long seed = 1; seed <= 3; seed++) {
      Exploration random =
          checker.explore(program, Budget.UNLIMITED, List.of(new RandomWalk(seed, 1_000)));
      Exploration again =
          checker.explore(program, Budget.UNLIMITED, List.of(new RandomWalk(seed, 1_000)));
      assertThat(random.finding()).isNotNull();
      assertThat(again.executions()).isEqualTo(random.executions());
    }
  }

  @Test
  void coverageCountsRewrittenAccesses() {
    explore(SmallPrograms.OneField.class);
    assertThat(checker.coverage().get(SmallPrograms.OneField.class.getName()).accesses())
        .isGreaterThan(3);
  }
}
